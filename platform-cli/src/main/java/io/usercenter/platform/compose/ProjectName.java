package io.usercenter.platform.compose;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Works out the project name: option, COMPOSE_PROJECT_NAME, {@code name:}, directory. */
final class ProjectName {

  private ProjectName() {}

  /**
   * @param written the {@code name:} of the files before interpolation, in their order
   */
  static String of(
      @Nullable String option,
      List<Scalar> written,
      Map<String, String> environment,
      Path directory) {
    String given =
        option == null || option.isEmpty() ? environment.get("COMPOSE_PROJECT_NAME") : option;
    if (given != null && !given.isEmpty()) {
      return checked(given, option == null || option.isEmpty());
    }
    String name = fromFiles(written, environment);
    if (name.isEmpty()) {
      Path last = directory.getFileName();
      name = normalized(last == null ? "" : last.toString());
    }
    if (name.isEmpty()) {
      throw new UserError(
          ExitCode.CONFIGURATION,
          "the project has no name",
          directory.toString(),
          "the name of the directory has no letter or digit a name could keep",
          "add 'name: ...' to the Compose file");
    }
    return name;
  }

  private static String checked(String name, boolean fromEnvironment) {
    if (normalized(name).equals(name)) {
      return name;
    }
    String where =
        fromEnvironment ? "environment, COMPOSE_PROJECT_NAME" : "command line, --project-name";
    throw new UserError(
        ExitCode.CONFIGURATION,
        "'" + name + "' cannot name a project",
        where,
        "a name has small letters, digits, '-' and '_', the first a letter or digit",
        "use '" + normalized(name) + "'");
  }

  private static String fromFiles(List<Scalar> written, Map<String, String> environment) {
    String name = "";
    for (Scalar each : written) {
      String text = each.value() instanceof String value ? value : "";
      name = text.isEmpty() ? name : text;
    }
    try {
      return normalized(Template.substitute(name, environment::get));
    } catch (Template.Invalid _) {
      // The file itself is interpolated later, where this is reported.
      return "";
    }
  }

  static String normalized(String name) {
    StringBuilder kept = new StringBuilder();
    String lower = name.toLowerCase(Locale.ROOT);
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      boolean start = Letters.isSmall(c) || Letters.isDigit(c);
      boolean inside = (c == '_' || c == '-') && !kept.isEmpty();
      if (start || inside) {
        kept.append(c);
      }
    }
    return kept.toString();
  }
}
