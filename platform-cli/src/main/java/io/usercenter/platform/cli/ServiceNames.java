package io.usercenter.platform.cli;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Parameters;

/** Services named on the command line; none means all. */
final class ServiceNames {

  @Parameters(
      paramLabel = "SERVICE",
      arity = "0..*",
      description = "Services to act on. Default: all.")
  List<String> names = new ArrayList<>();

  Set<String> chosen() {
    return new LinkedHashSet<>(names);
  }

  /**
   * @throws UserError when a named service is not among the known ones
   */
  Set<String> among(Collection<String> known, String stack) {
    for (String name : names) {
      if (!known.contains(name)) {
        throw new UserError(
            ExitCode.NOT_RUNNING,
            "there is no service '" + name + "'",
            "stack " + stack,
            "the stack has " + String.join(", ", known),
            "name one of these");
      }
    }
    return chosen();
  }
}
