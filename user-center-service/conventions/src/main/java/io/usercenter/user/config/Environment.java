package io.usercenter.user.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code ${NAME}} and {@code ${NAME:-default}}. Where {@code NAME_FILE} is set, the value
 * is that file's content: the way Docker hands over secrets.
 */
public final class Environment {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?<fallback>[^}]*))?}");

  private final Map<String, String> variables;

  public Environment(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  /** A reference that cannot be replaced; the message says which and why. */
  static final class Undefined extends Exception {
    private static final long serialVersionUID = 1L;
    private final String variable;

    private Undefined(String variable, String message) {
      super(message);
      this.variable = variable;
    }

    String variable() {
      return variable;
    }
  }

  String expand(String text) throws Undefined {
    if (!text.contains("${")) {
      return text;
    }
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder expanded = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(expanded, Matcher.quoteReplacement(value(matcher)));
    }
    return matcher.appendTail(expanded).toString();
  }

  private String value(Matcher reference) throws Undefined {
    String name = reference.group("name");
    String file = variables.get(name + "_FILE");
    if (file != null && !file.isEmpty()) {
      return content(name, Path.of(file));
    }
    String fallback = reference.group("fallback");
    Optional<String> set =
        Optional.ofNullable(variables.get(name))
            .filter(value -> fallback == null || !value.isEmpty())
            .or(() -> Optional.ofNullable(fallback));
    return set.orElseThrow(
        () -> new Undefined(name, "the variable '" + name + "' is not set and has no default"));
  }

  private static String content(String name, Path file) throws Undefined {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new Undefined(name, "'%s_FILE' names '%s', which cannot be read".formatted(name, file));
    }
  }
}
