package io.usercenter.platform.cli;

import io.usercenter.platform.verify.CheckResult;
import java.util.List;
import java.util.function.Consumer;

/** Sends real requests through a running stack. */
@FunctionalInterface
public interface Verifier {

  /**
   * @param listener hears each result as soon as it is known, one at a time
   * @return all results in the order they are shown
   */
  List<CheckResult> verify(OpenStack stack, Consumer<CheckResult> listener)
      throws InterruptedException;
}
