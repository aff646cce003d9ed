package io.usercenter.platform.execute;

import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.Step;
import java.time.Duration;

/** Carries single steps out, on the thread that asks; several may ask at once. */
public interface Actor {

  /**
   * Looks for whatever would keep the plan from succeeding: ports taken, data of somebody else.
   *
   * @throws io.usercenter.platform.error.UserError with all of it, before anything was changed
   */
  void check(Plan plan);

  /**
   * @param limit how long a wait for readiness may take
   */
  void act(Step step, Duration limit, Progress progress) throws InterruptedException;
}
