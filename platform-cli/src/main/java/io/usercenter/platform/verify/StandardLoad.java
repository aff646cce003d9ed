package io.usercenter.platform.verify;

import io.usercenter.platform.wire.Address;
import io.usercenter.platform.wire.Deadline;
import io.usercenter.platform.wire.WireException;
import java.time.Duration;

/**
 * What {@code dashboards verify} looks at: every check of {@code verify} once, then steady reads of
 * users who exist and of one who does not.
 */
public final class StandardLoad {

  private static final String USER = "/v1/user-center/user?id=";
  private static final int USERS = 5;
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Targets targets;

  public StandardLoad(Targets targets) {
    this.targets = targets;
  }

  /** Returns how many reads were answered; none when the user-center cannot be found. */
  public int run(Duration span) throws InterruptedException {
    new Verifier(targets, Verifier.USUAL_LIMIT).verify(_ -> {});
    Address api;
    try {
      api = targets.locate("user-center HTTP", 8888);
    } catch (Unproven absent) {
      return 0;
    }
    int answered = 0;
    long end = System.nanoTime() + span.toNanos();
    for (int sent = 0; System.nanoTime() < end; sent++) {
      String id = sent % (USERS + 1) == USERS ? "" + Long.MAX_VALUE : "" + (sent % USERS + 1);
      try {
        Json.answer(api, "GET", USER + id, "", Deadline.after(LIMIT));
        answered++;
      } catch (WireException _) {
        // Told by the panels.
      }
      Thread.sleep(PAUSE);
    }
    return answered;
  }
}
