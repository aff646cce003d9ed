package io.usercenter.platform.cli;

import io.usercenter.platform.stack.Stack;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Services with a {@code build} that is not of this repository: the engine builds their images. */
final class ForeignBuilds {

  private ForeignBuilds() {}

  static Set<String> of(Stack stack, Path repository) {
    Set<String> services = new TreeSet<>();
    for (String service : stack.services().keySet()) {
      if (stack.definition().service(service).get("build") instanceof Map<?, ?> build
          && !isOurs(String.valueOf(build.get("context")), repository)) {
        services.add(service);
      }
    }
    return services;
  }

  // The context may also be an address.
  private static boolean isOurs(String context, Path repository) {
    return context.startsWith("/")
        && Path.of(context).startsWith(repository.toAbsolutePath().normalize());
  }
}
