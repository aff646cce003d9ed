package io.usercenter.shipper.file;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Follows all logs there are and remembers up to where. Not safe for several threads. */
public final class Follower implements AutoCloseable {

  private static final long SEARCH_NANOS = Duration.ofMillis(500).toNanos();
  private static final long SAVE_NANOS = Duration.ofSeconds(1).toNanos();

  /** How much of one log is read before it is another's turn. */
  private static final int TURN = 4;

  private final LogSources sources;
  private final Path state;
  private final Consumer<String> log;
  private final Runnable failed;
  private final Runnable lost;
  private final Map<Path, Tail> tails = new LinkedHashMap<>();

  /** Deleted, and their last events are not kept elsewhere yet. */
  private final List<Tail> ended = new ArrayList<>();

  private final Map<String, List<Place>> known = new HashMap<>();
  private final byte[] chunk = new byte[64 << 10];
  private long searched = Long.MIN_VALUE;
  private long saved = Long.MIN_VALUE;
  private boolean changed;

  /** Whose turn it is to be read first, so that one log cannot keep others waiting. */
  private int turn;

  private String trouble = "";
  private volatile long behind;

  /**
   * @param state the file that says up to where everything is stored
   * @param log what somebody should know
   * @param failed is told of each log that cannot be read
   * @param lost is told of each part of a log that was gone before it was read to its end
   */
  public Follower(
      LogSources sources, Path state, Consumer<String> log, Runnable failed, Runnable lost)
      throws IOException {
    this.sources = sources;
    this.state = state;
    this.log = log;
    this.failed = failed;
    this.lost = lost;
    if (Files.exists(state)) {
      read();
    }
  }

  private void read() throws IOException {
    Map<String, Object> files;
    try {
      files = JSON.std.mapFrom(Files.readString(state));
    } catch (IOException broken) {
      throw new IOException(
          state + " is not what this program wrote; without it every log is stored again", broken);
    }
    files.forEach((file, list) -> {
      List<Place> places = new ArrayList<>();
      if (list instanceof List<?> entries) {
        for (Object entry : entries) {
          if (entry instanceof Map<?, ?> place && place.get("offset") instanceof Number offset) {
            places.add(
                new Place(
                    String.valueOf(place.get("generation")),
                    String.valueOf(place.get("key")),
                    offset.longValue(),
                    String.valueOf(place.get("before"))));
          }
        }
      }
      known.put(file, places);
    });
  }

  /**
   * Hands over what was written since.
   *
   * @return whether there may be more at once
   */
  public boolean round(Tail.Sink sink) throws IOException {
    long now = System.nanoTime();
    if (searched == Long.MIN_VALUE || now - searched > SEARCH_NANOS) {
      searched = now;
      search(sink);
    }
    boolean aligned = false;
    for (Tail tail : tails.values()) {
      aligned |= attempt(tail, () -> tail.look(sink));
    }
    if (aligned) {
      // Else what is read after a crash would have another identity.
      save();
    }
    boolean more = false;
    List<Tail> order = new ArrayList<>(tails.values());
    Collections.rotate(order, -turn);
    for (Tail tail : order) {
      int chunks = 0;
      while (chunks < TURN && !sink.isFull() && attempt(tail, () -> tail.read(chunk, sink, now))) {
        chunks++;
      }
      more |= chunks == TURN || sink.isFull();
    }
    turn = order.isEmpty() ? 0 : (turn + 1) % order.size();
    measure();
    return more;
  }

  private void measure() throws IOException {
    long bytes = 0;
    for (Tail tail : tails.values()) {
      bytes += tail.behind();
    }
    behind = bytes;
  }

  private interface Attempt {
    boolean run() throws IOException;
  }

  /** One log that cannot be read does not keep others from being read. */
  private boolean attempt(Tail tail, Attempt attempt) {
    try {
      return attempt.run();
    } catch (IOException unreadable) {
      failed.run();
      String text = tail.file() + " cannot be read: " + unreadable.getMessage();
      if (!trouble.equals(text)) {
        trouble = text;
        log.accept(text);
      }
      return false;
    }
  }

  private void search(Tail.Sink sink) throws IOException {
    Map<Path, LogSource> found = sources.find();
    for (LogSource source : found.values()) {
      if (!tails.containsKey(source.file())) {
        List<Place> places = known.getOrDefault(source.file().toString(), List.of());
        tails.put(source.file(), new Tail(source, places, lost));
      }
    }
    Iterator<Tail> each = tails.values().iterator();
    while (each.hasNext()) {
      Tail tail = each.next();
      if (!found.containsKey(tail.file()) && tail.behind() == 0) {
        // Its events are stored under what it is known by; that need not be kept.
        tail.end(sink);
        ended.add(tail);
        each.remove();
        changed = true;
      }
    }
  }

  /** Everything that was handed over is kept elsewhere: up to these offsets. */
  public void stored(Map<Tail, Map<String, Long>> offsets) throws IOException {
    for (Map.Entry<Tail, Map<String, Long>> tail : offsets.entrySet()) {
      for (Map.Entry<String, Long> end : tail.getValue().entrySet()) {
        tail.getKey().stored(end.getKey(), end.getValue());
      }
      changed = true;
    }
    for (Tail tail : tails.values()) {
      tail.settled();
    }
    for (Tail tail : ended) {
      tail.close();
    }
    ended.clear();
    if (changed && System.nanoTime() - saved > SAVE_NANOS) {
      save();
    }
  }

  private void save() throws IOException {
    Map<String, Object> files = new LinkedHashMap<>();
    for (Tail tail : tails.values()) {
      List<Map<String, Object>> places = new ArrayList<>();
      for (Place place : tail.places()) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("generation", place.generation());
        fields.put("key", place.key());
        fields.put("offset", place.offset());
        fields.put("before", place.before());
        places.add(fields);
      }
      files.put(tail.file().toString(), places);
    }
    Path next = state.resolveSibling(state.getFileName() + ".new");
    Files.writeString(next, JSON.std.asString(files));
    Files.move(next, state, StandardCopyOption.ATOMIC_MOVE);
    saved = System.nanoTime();
    changed = false;
  }

  /** How many bytes of all logs are not read yet. */
  public long behind() {
    return behind;
  }

  @Override
  public void close() throws IOException {
    save();
    for (Tail tail : tails.values()) {
      tail.close();
    }
  }
}
