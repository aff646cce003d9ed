package io.usercenter.platform.plan;

import io.usercenter.platform.stack.Stack;
import java.util.Map;

/**
 * What should run.
 *
 * @param fingerprints how each service would run now, for every service that can run
 * @param absent services this runtime cannot run, with the reason for users
 */
public record Desired(
    Stack stack, Map<String, Fingerprint> fingerprints, Map<String, String> absent) {

  public Desired {
    fingerprints = Map.copyOf(fingerprints);
    absent = Map.copyOf(absent);
  }
}
