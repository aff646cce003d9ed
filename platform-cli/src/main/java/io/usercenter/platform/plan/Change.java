package io.usercenter.platform.plan;

/** What has to happen to one service. */
sealed interface Change {

  record None() implements Change {}

  record Wait(String cause) implements Change {}

  record Launch(String cause) implements Change {}

  /**
   * @param begins whether the service begins anew beside what runs, which is stopped in the end
   */
  record Replace(String cause, boolean begins) implements Change {}
}
