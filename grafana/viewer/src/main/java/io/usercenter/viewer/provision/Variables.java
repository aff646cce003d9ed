package io.usercenter.viewer.provision;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills environment variables into values as Grafana does: {@code $NAME}, {@code ${NAME}}, {@code
 * $__env{NAME}} and {@code $__file{PATH}}; {@code $$} is a dollar, an unset variable is empty.
 */
public record Variables(Map<String, String> environment) {

  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\$(?:\\$|__(env|file)\\{([^}]*)}|\\{([A-Za-z0-9_]+)}|([A-Za-z_][A-Za-z0-9_]*))");

  public Variables {
    environment = Map.copyOf(environment);
  }

  /** The same tree with every text in it filled in. */
  @Nullable Object expand(@Nullable Object value) {
    return switch (value) {
      case String text -> expand(text);
      case List<?> list -> list.stream().map(this::expand).toList();
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, element) -> copy.put(String.valueOf(key), expand(element)));
        yield copy;
      }
      case null, default -> value;
    };
  }

  String expand(String text) {
    return REFERENCE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(value(match)));
  }

  private String value(java.util.regex.MatchResult match) {
    if (match.group(1) != null) {
      return match.group(1).equals("env") ? variable(match.group(2)) : content(match.group(2));
    }
    if (match.group(3) != null) {
      return variable(match.group(3));
    }
    return match.group(4) != null ? variable(match.group(4)) : "$";
  }

  private String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  private static String content(String path) {
    try {
      return Files.readString(Path.of(path)).strip();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
