package io.usercenter.platform.verify;

import io.usercenter.platform.wire.Deadline;
import io.usercenter.platform.wire.WireException;
import java.time.Duration;

/** Waits for something to become true, looking less and less often. */
final class Poll {

  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMillis(200);

  private Poll() {}

  /**
   * Tries a proof until it comes about.
   *
   * @param awaited completes "waited 10 s for ..."
   * @throws Unproven when the deadline has passed; says what was last seen
   */
  static String until(String awaited, Deadline deadline, Check.Proof proof)
      throws Unproven, InterruptedException {
    Duration pause = FIRST;
    while (true) {
      String lastSeen;
      try {
        return proof.show(deadline);
      } catch (Unproven unproven) {
        lastSeen = unproven.reason();
      } catch (WireException failure) {
        lastSeen = failure.reason();
      }
      if (deadline.remaining().compareTo(pause) <= 0) {
        throw Unproven.failed(
            "waited " + deadline.text() + " for " + awaited + "; last saw: " + lastSeen);
      }
      Thread.sleep(pause);
      pause = pause.multipliedBy(3).dividedBy(2);
      pause = pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }
  }
}
