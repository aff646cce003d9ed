package io.usercenter.platform.cli;

import io.usercenter.platform.verify.Targets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** How the services of an open stack are reached. */
final class StackTargets {

  private StackTargets() {}

  static Targets of(OpenStack open) throws InterruptedException {
    return Targets.of(
        open.stack(),
        open.runtime().states(),
        open.inside(),
        secrets(open),
        open.runtime().absent(open.stack()));
  }

  private static Map<String, Supplier<String>> secrets(OpenStack open) {
    Map<String, Supplier<String>> secrets = new HashMap<>();
    for (String name : open.stack().secrets().keySet()) {
      secrets.put(name, () -> open.secret(name).orElse(""));
    }
    return secrets;
  }
}
