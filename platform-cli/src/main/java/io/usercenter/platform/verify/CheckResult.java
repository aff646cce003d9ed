package io.usercenter.platform.verify;

import java.time.Duration;

/** How one check ended; {@code detail} is one line: what was seen, or why it failed. */
public record CheckResult(String name, Outcome outcome, String detail, Duration took) {

  /** Skipped only when what it checks is known not to run. */
  public enum Outcome {
    PASSED,
    FAILED,
    SKIPPED
  }
}
