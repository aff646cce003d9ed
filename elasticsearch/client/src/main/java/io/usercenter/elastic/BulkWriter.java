package io.usercenter.elastic;

import com.fasterxml.jackson.jr.ob.JSON;
import io.usercenter.elastic.BulkAnswer.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntConsumer;

/**
 * Writes bulks for good: what can succeed later is tried again until it does; what cannot goes to
 * the index {@code dead-letter-DAY} with the reason.
 */
public final class BulkWriter {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Elastic elastic;
  private final String name;
  private final Listener listener;

  /** Hears what happens, on the thread that writes. */
  public interface Listener {
    /** These many documents are in the index they are meant for. */
    void stored(int documents);

    /** A document went to the dead letters, or, when {@code kept} is false, not even there. */
    void refused(String index, Failure failure, boolean kept);

    /** Something is tried again after a pause. */
    void retrying(String reason);
  }

  /**
   * @param name who writes, for the dead letters
   */
  public BulkWriter(Elastic elastic, String name, Listener listener) {
    this.elastic = elastic;
    this.name = name;
    this.listener = listener;
  }

  /** Returns when each operation has been carried out or refused, however long that takes. */
  public void write(Bulk bulk) throws InterruptedException {
    insist(bulk, listener::stored, this::bury);
  }

  /** Is told which operations of a bulk were refused for good. */
  private interface Refusal {
    void refused(Bulk bulk, List<Failure> failures) throws InterruptedException;
  }

  private void insist(Bulk bulk, IntConsumer stored, Refusal refusal) throws InterruptedException {
    Bulk left = bulk;
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        BulkAnswer answer = BulkAnswer.of(elastic, left);
        stored.accept(answer.stored());
        List<Failure> now = answer.failures().stream().filter(it -> !it.temporary()).toList();
        if (!now.isEmpty()) {
          refusal.refused(left, now);
        }
        List<Failure> later = answer.failures().stream().filter(Failure::temporary).toList();
        if (later.isEmpty()) {
          return;
        }
        pause = answer.stored() > 0 ? FIRST_PAUSE : pause;
        listener.retrying(later.getFirst().type() + ": " + later.getFirst().reason());
        left = left.only(later.stream().map(Failure::position).toList());
      } catch (IOException away) {
        listener.retrying(String.valueOf(away.getMessage()));
      }
      Thread.sleep(pause);
      Duration twice = pause.multipliedBy(2);
      pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }
  }

  private void bury(Bulk bulk, List<Failure> failures) throws InterruptedException {
    Bulk letters = new Bulk();
    failures.forEach(failure -> letter(letters, bulk, failure));
    Set<String> lost = new HashSet<>();
    insist(
        letters,
        _ -> {},
        (some, refused) -> refused.forEach(it -> lost.add(some.target(it.position()).id())));
    for (Failure failure : failures) {
      Bulk.Target target = bulk.target(failure.position());
      listener.refused(target.index(), failure, !lost.contains(letterId(target)));
    }
  }

  /** The same for the same document, so that it is there once; ids have a longest length. */
  private static String letterId(Bulk.Target target) {
    String whole = target.index() + "/" + target.id();
    return UUID.nameUUIDFromBytes(whole.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private void letter(Bulk letters, Bulk bulk, Failure failure) {
    Bulk.Target target = bulk.target(failure.position());
    Map<String, Object> letter = new LinkedHashMap<>();
    letter.put("@timestamp", Instant.now().toString());
    letter.put("writer", name);
    letter.put("index", target.index());
    letter.put("id", target.id());
    letter.put("error", Map.of("type", failure.type(), "reason", failure.reason()));
    letter.put("document", bulk.document(failure.position()));
    try {
      letters.index(
          "dead-letter-" + LocalDate.now(ZoneOffset.UTC),
          letterId(target),
          JSON.std.asString(letter).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("a map of texts is always JSON", e);
    }
  }
}
