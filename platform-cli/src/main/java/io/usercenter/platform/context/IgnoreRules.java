package io.usercenter.platform.context;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The rules of a {@code .dockerignore}, as Docker's own client reads them
 * (https://docs.docker.com/build/concepts/context/#dockerignore-files): the last rule that matches
 * a path or a directory above it decides.
 */
final class IgnoreRules {

  private record Rule(Pattern pattern, boolean excludes) {}

  private final List<Rule> rules = new ArrayList<>();

  IgnoreRules(List<String> lines) {
    for (String line : lines) {
      String text = line.strip();
      boolean excludes = !text.startsWith("!");
      String path = cleaned(excludes ? text : text.substring(1).strip());
      if (!line.startsWith("#") && !path.isEmpty()) {
        rules.add(new Rule(Pattern.compile(regex(path)), excludes));
      }
    }
  }

  /** Whether something below an excluded directory may be wanted all the same. */
  boolean hasExceptions() {
    return rules.stream().anyMatch(rule -> !rule.excludes());
  }

  /**
   * @param path relative to the context, with slashes
   */
  boolean excludes(String path) {
    boolean excluded = false;
    for (Rule rule : rules) {
      if (rule.excludes() != excluded && matches(rule.pattern(), path)) {
        excluded = rule.excludes();
      }
    }
    return excluded;
  }

  private static boolean matches(Pattern pattern, String path) {
    boolean matches = pattern.matcher(path).matches();
    for (int slash = path.lastIndexOf('/');
        slash > 0 && !matches;
        slash = path.lastIndexOf('/', slash - 1)) {
      matches = pattern.matcher(path.substring(0, slash)).matches();
    }
    return matches;
  }

  /** Without {@code ./}, {@code ..} and slashes at either end. */
  private static String cleaned(String text) {
    return Path.of("/" + text).normalize().toString().substring(1);
  }

  private static String regex(String path) {
    StringBuilder regex = new StringBuilder();
    int index = 0;
    while (index < path.length()) {
      char letter = path.charAt(index);
      if (path.startsWith("**/", index)) {
        regex.append("(?:.*/)?");
        index += 2;
      } else if (path.startsWith("**", index)) {
        regex.append(".*");
        index++;
      } else if (letter == '*') {
        regex.append("[^/]*");
      } else if (letter == '?') {
        regex.append("[^/]");
      } else if (letter == '[' && path.indexOf(']', index) > index) {
        int end = path.indexOf(']', index);
        regex.append(path, index, end + 1);
        index = end;
      } else if (letter == '\\' && index + 1 < path.length()) {
        index++;
        regex.append(Pattern.quote(path.substring(index, index + 1)));
      } else {
        regex.append(Pattern.quote(String.valueOf(letter)));
      }
      index++;
    }
    return regex.toString();
  }
}
