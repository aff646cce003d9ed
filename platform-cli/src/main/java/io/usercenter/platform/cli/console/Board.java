package io.usercenter.platform.cli.console;

import io.usercenter.platform.execute.Event;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.Plan.Node;
import io.usercenter.platform.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How far a plan is, service by service, from the events of its execution. Thread-safe. */
public final class Board {

  /** Where a service stands in the plan. */
  public enum Phase {
    WAITING,
    BUSY,
    DONE,
    FAILED,
    SKIPPED
  }

  /**
   * One service.
   *
   * @param word what it is doing or has become, such as starting or ready
   * @param text why, or what it waits for
   * @param done bytes or items of {@code total}; both 0 when unknown
   * @param took time spent on its own steps, without the waits between them
   */
  public record Row(
      String service,
      Phase phase,
      String word,
      String text,
      long done,
      long total,
      Duration took) {}

  private static final class Entry {
    final List<Integer> steps = new ArrayList<>();
    Phase phase = Phase.WAITING;
    String word = "waiting";
    String text = "";
    long done;
    long total;
    long began;
    long busy;
    int left;
  }

  private final LongSupplier nanos;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<Step, Integer> indexes = new HashMap<>();
  private final Set<Integer> finished = new LinkedHashSet<>();
  private @Nullable Plan plan;
  private long start;

  /**
   * @param nanos a clock such as {@link System#nanoTime()}
   */
  public Board(LongSupplier nanos) {
    this.nanos = nanos;
    this.start = nanos.getAsLong();
  }

  public synchronized void accept(Event event) {
    switch (event) {
      case Event.Planned(Plan planned) -> begin(planned);
      case Event.Begun(Step step) -> begun(step);
      case Event.Progressed(Step step, String text, long done, long total) ->
          progressed(entry(step), text, done, total);
      case Event.Done(Step step, _) -> ended(step, Phase.DONE, word(step, true), "");
      case Event.Failed(Step step, _, var error) ->
          ended(step, Phase.FAILED, "failed", error.problems().getFirst().what());
      case Event.Skipped(Step step, String blocker) ->
          ended(step, Phase.SKIPPED, "not done", blocker);
    }
  }

  public synchronized List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    entries.forEach((service, entry) -> rows.add(row(service, entry)));
    return rows;
  }

  public synchronized Duration elapsed() {
    return Duration.ofNanos(nanos.getAsLong() - start);
  }

  /** The word for a step under way, or for its end. */
  static String word(Step step, boolean done) {
    return switch (step) {
      case Step.Prepare _ -> done ? "prepared" : "preparing";
      case Step.Start _ -> done ? "started" : "starting";
      case Step.Await _ -> done ? "ready" : "starting";
      case Step.Stop _ -> done ? "stopped" : "stopping";
      case Step.Remove _, Step.Delete _ -> done ? "removed" : "removing";
      case Step.Create _ -> done ? "created" : "creating";
      case Step.Tidy _ -> done ? "tidied" : "tidying";
    };
  }

  private void begin(Plan planned) {
    plan = planned;
    start = nanos.getAsLong();
    for (int index = 0; index < planned.nodes().size(); index++) {
      Step step = planned.nodes().get(index).step();
      indexes.put(step, index);
      Entry entry = entries.computeIfAbsent(step.service(), _ -> new Entry());
      entry.steps.add(index);
      entry.left++;
    }
  }

  private Entry entry(Step step) {
    return entries.computeIfAbsent(step.service(), _ -> new Entry());
  }

  private void begun(Step step) {
    Entry entry = entry(step);
    if (entry.phase != Phase.BUSY) {
      entry.began = nanos.getAsLong();
    }
    entry.phase = Phase.BUSY;
    entry.word = word(step, false);
    progressed(entry, "", 0, 0);
  }

  private static void progressed(Entry entry, String text, long done, long total) {
    // The word stands before it already.
    String said = entry.word + ": ";
    entry.text = text.startsWith(said) ? text.substring(said.length()) : text;
    entry.done = done;
    entry.total = total;
  }

  private void ended(Step step, Phase phase, String word, String text) {
    Entry entry = entry(step);
    finished.add(indexes.getOrDefault(step, -1));
    entry.left--;
    if (entry.phase == Phase.BUSY) {
      entry.busy += nanos.getAsLong() - entry.began;
    }
    if (entry.phase == Phase.FAILED) {
      return;
    }
    boolean between = phase == Phase.DONE && entry.left > 0;
    entry.phase = between ? Phase.WAITING : phase;
    entry.word = between ? "waiting" : word;
    progressed(entry, text, 0, 0);
  }

  private Row row(String service, Entry entry) {
    String text = entry.phase == Phase.WAITING ? waitsFor(service, entry) : entry.text;
    long now = entry.phase == Phase.BUSY ? nanos.getAsLong() - entry.began : 0;
    Duration took =
        entry.phase == Phase.WAITING ? Duration.ZERO : Duration.ofNanos(entry.busy + now);
    return new Row(service, entry.phase, entry.word, text, entry.done, entry.total, took);
  }

  private String waitsFor(String service, Entry entry) {
    Set<String> others = new LinkedHashSet<>();
    for (int index : entry.steps) {
      if (!finished.contains(index) && plan != null) {
        blockers(plan, plan.nodes().get(index), service, others);
      }
    }
    return others.isEmpty() ? "" : "for " + String.join(", ", others);
  }

  private void blockers(Plan whole, Node node, String service, Set<String> others) {
    for (int before : node.after()) {
      String other = whole.nodes().get(before).step().service();
      if (!finished.contains(before) && !other.equals(service)) {
        others.add(other);
      }
    }
  }
}
