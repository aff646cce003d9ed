package io.usercenter.platform.verify;

import io.usercenter.platform.verify.CheckResult.Outcome;

/** A proof that did not come about. */
final class Unproven extends Exception {

  private static final long serialVersionUID = 1L;

  private final Outcome outcome;
  private final String reason;

  private Unproven(Outcome outcome, String reason) {
    super(reason);
    this.outcome = outcome;
    this.reason = reason;
  }

  static Unproven failed(String reason) {
    return new Unproven(Outcome.FAILED, reason);
  }

  static Unproven skipped(String reason) {
    return new Unproven(Outcome.SKIPPED, reason);
  }

  Outcome outcome() {
    return outcome;
  }

  String reason() {
    return reason;
  }
}
