package io.usercenter.collector.store;

import io.usercenter.collector.measure.Measures;
import io.usercenter.collector.measure.Measures.Loss;
import io.usercenter.collector.measure.Measures.Receiver;
import io.usercenter.collector.span.SpanSink.Refusal;
import io.usercenter.elastic.spool.Spool;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Takes batches of spans for good: what is committed survives the process. */
public final class Intake {

  /** A clock may be a day ahead of ours, and days begin at other times elsewhere. */
  private static final Duration AHEAD = Duration.ofDays(2);

  private static final int MOST_PAIRS = 20_000;
  private static final Duration PAIRS_LAST = Duration.ofMinutes(10);

  private final Spool spool;
  private final Clock clock;
  private final Duration kept;
  private final Measures measures;

  /** Services and operations that are in the spool already, by day. */
  private final Set<String> pairs = ConcurrentHashMap.newKeySet();

  private volatile long pairsSince;

  /**
   * @param kept how long spans are kept; older ones are not taken
   */
  public Intake(Spool spool, Clock clock, Duration kept, Measures measures) {
    this.spool = spool;
    this.clock = clock;
    this.kept = kept;
    this.measures = measures;
    this.pairsSince = clock.millis();
  }

  /** An empty batch. */
  public Batch begin() {
    long now = clock.millis();
    if (pairs.size() > MOST_PAIRS || now - pairsSince > PAIRS_LAST.toMillis()) {
      // So that a pair is written again when somebody deleted its index.
      pairs.clear();
      pairsSince = now;
    }
    return new Batch(
        (now - kept.toMillis()) * 1000, (now + AHEAD.toMillis()) * 1000, pairs::contains);
  }

  /**
   * Puts the batch into the spool as a whole.
   *
   * @return false when there is no room; then nothing of it is kept
   */
  public boolean commit(Batch batch, Receiver receiver) {
    if (!appended(batch)) {
      measures.refused(receiver, batch.spans());
      return false;
    }
    pairs.addAll(batch.newPairs());
    measures.accepted(receiver, batch.spans());
    measures.dropped(Loss.ID, batch.refused(Refusal.ID));
    measures.dropped(Loss.TIME, batch.refused(Refusal.TIME));
    return true;
  }

  private boolean appended(Batch batch) {
    try {
      return batch.spans() == 0 || spool.append(batch.records());
    } catch (IOException full) {
      return false;
    }
  }
}
