package io.usercenter.platform.process;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Replaces <code>${kind}</code> and <code>${kind:argument}</code> in the texts of native.yml. Other
 * dollars stay as they are.
 *
 * @param lookup kind and argument (empty when there is none) to value; empty for an unknown one
 * @param where what is expanded, for the message
 */
record Placeholders(BiFunction<String, String, Optional<String>> lookup, String where) {

  String expand(String text) {
    int open = text.indexOf("${");
    if (open < 0) {
      return text;
    }
    StringBuilder expanded = new StringBuilder();
    int done = 0;
    while (open >= 0) {
      int close = text.indexOf('}', open);
      if (close < 0) {
        break;
      }
      expanded.append(text, done, open).append(value(text.substring(open + 2, close)));
      done = close + 1;
      open = text.indexOf("${", done);
    }
    return expanded.append(text, done, text.length()).toString();
  }

  private String value(String placeholder) {
    int colon = placeholder.indexOf(':');
    String kind = colon < 0 ? placeholder : placeholder.substring(0, colon);
    String argument = colon < 0 ? "" : placeholder.substring(colon + 1);
    return lookup
        .apply(kind, argument)
        .orElseThrow(() ->
            new UserError(
                ExitCode.CONFIGURATION,
                "the placeholder '${" + placeholder + "}' means nothing here",
                where,
                "known are artifact, port, address, volume, mount, env, cache, run, logs, jdk"
                    + " and listen, and what they name must exist",
                "correct the placeholder, or define what it names"));
  }
}
