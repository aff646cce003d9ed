package io.usercenter.platform.verify;

import io.usercenter.platform.verify.CheckResult.Outcome;
import io.usercenter.platform.wire.Deadline;
import io.usercenter.platform.wire.WireException;
import java.time.Duration;

/** Something that must hold of a running stack, and how it is shown. */
record Check(String name, Proof proof) {

  /** Shows it by acting on the stack; leaves nothing behind. */
  @FunctionalInterface
  interface Proof {

    /** Returns in a few words what was seen. */
    String show(Deadline deadline) throws Unproven, WireException, InterruptedException;
  }

  CheckResult run(Deadline deadline) throws InterruptedException {
    Deadline clock = Deadline.after(deadline.remaining());
    try {
      String seen = proof.show(deadline);
      return new CheckResult(name, Outcome.PASSED, seen, clock.elapsed());
    } catch (Unproven unproven) {
      return ended(unproven.outcome(), unproven.reason(), clock.elapsed());
    } catch (WireException failure) {
      return ended(Outcome.FAILED, failure.reason(), clock.elapsed());
    }
  }

  private CheckResult ended(Outcome outcome, String reason, Duration took) {
    return new CheckResult(name, outcome, reason, took);
  }
}
