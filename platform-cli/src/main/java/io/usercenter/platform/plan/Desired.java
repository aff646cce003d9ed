package io.usercenter.platform.plan;

import io.usercenter.platform.stack.Stack;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What should run.
 *
 * @param fingerprints how each service would run now, for every service that can run
 * @param absent services this runtime cannot run, with the reason for users
 * @param resources what services share, such as {@code network shop_default}, with those that use
 *     it
 * @param overlapping services whose replacement may run beside what it replaces
 */
public record Desired(
    Stack stack,
    Map<String, Fingerprint> fingerprints,
    Map<String, String> absent,
    Map<String, Set<String>> resources,
    Set<String> overlapping) {

  public Desired {
    fingerprints = Map.copyOf(fingerprints);
    absent = Map.copyOf(absent);
    resources = java.util.Collections.unmodifiableMap(new TreeMap<>(resources));
    overlapping = Set.copyOf(overlapping);
  }

  /** Without anything that services share; each of them runs once at a time. */
  public Desired(Stack stack, Map<String, Fingerprint> fingerprints, Map<String, String> absent) {
    this(stack, fingerprints, absent, Map.of(), Set.of());
  }
}
