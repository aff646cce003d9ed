package io.usercenter.platform.cli;

import io.usercenter.platform.dashboard.Chromium;
import io.usercenter.platform.dashboard.Lint;
import java.nio.file.Path;
import java.time.Duration;

/** What commands on dashboards reach outside the program. */
public interface Boards {

  /** Where the dashboards of the project are. */
  Path directory();

  /** Judges PromQL by the Prometheus that the stack runs; fetches it when it is not there. */
  Lint.Promql promql();

  /** Sends requests through a running stack; returns how many were answered. */
  int load(OpenStack stack, Duration span) throws InterruptedException;

  /**
   * Starts a browser.
   *
   * @throws io.usercenter.platform.error.UserError ENVIRONMENT when this machine has none
   */
  Chromium browser();
}
