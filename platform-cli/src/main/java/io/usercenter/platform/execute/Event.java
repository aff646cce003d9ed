package io.usercenter.platform.execute;

import io.usercenter.platform.error.UserError;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.Step;
import java.time.Duration;

/** What happens while a plan is carried out, told to one listener from many threads. */
public sealed interface Event {

  record Planned(Plan plan) implements Event {}

  record Begun(Step step) implements Event {}

  /** {@code done} of {@code total} bytes or items; both 0 when unknown. */
  record Progressed(Step step, String text, long done, long total) implements Event {}

  record Done(Step step, Duration took) implements Event {}

  record Failed(Step step, Duration took, UserError error) implements Event {}

  /** Not tried because {@code blocker} failed or the run was cancelled. */
  record Skipped(Step step, String blocker) implements Event {}
}
