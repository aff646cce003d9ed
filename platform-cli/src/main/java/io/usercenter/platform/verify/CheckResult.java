package io.usercenter.platform.verify;

import java.time.Duration;

/** How one check of a running stack ended. */
public record CheckResult(String name, Outcome outcome, String detail, Duration took) {

  /** What came of it. */
  public enum Outcome {
    PASSED,
    FAILED,
    SKIPPED
  }
}
