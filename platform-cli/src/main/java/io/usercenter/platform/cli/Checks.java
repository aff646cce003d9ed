package io.usercenter.platform.cli;

import io.usercenter.platform.cli.console.Json;
import io.usercenter.platform.cli.console.Measures;
import io.usercenter.platform.cli.console.Styles;
import io.usercenter.platform.cli.console.Styles.Style;
import io.usercenter.platform.verify.CheckResult;
import io.usercenter.platform.verify.CheckResult.Outcome;
import java.util.List;
import java.util.Locale;

/** What {@code verify} saw, for people, and for programs with schema {@code platform.verify/1}. */
record Checks(List<CheckResult> results) {

  /** Wide enough for every name of {@code verify}: rows come one by one. */
  private static final int NAME_WIDTH = 36;

  boolean passed() {
    return count(Outcome.FAILED) == 0 && count(Outcome.PASSED) > 0;
  }

  /** One row, for printing as soon as it is known. */
  static String row(CheckResult result, Styles styles) {
    return "%s %s %s  %s%n"
        .formatted(
            styles.paint(style(result.outcome()), "%-7s".formatted(word(result.outcome()))),
            "%8s".formatted(Measures.duration(result.took())),
            ("%-" + NAME_WIDTH + "s").formatted(result.name()),
            result.detail())
        .stripTrailing()
        .concat("\n");
  }

  String verdict() {
    String counts =
        "%d passed, %d failed, %d skipped"
            .formatted(count(Outcome.PASSED), count(Outcome.FAILED), count(Outcome.SKIPPED));
    return "\n" + (passed() ? "verified: " : "not verified: ") + counts + "\n";
  }

  String json() {
    return Json.schema("platform.verify/1")
        .put("passed", passed())
        .put("checks", results.stream().map(Checks::json).toList())
        .pretty();
  }

  private static Json json(CheckResult result) {
    return Json.object()
        .put("name", result.name())
        .put("outcome", word(result.outcome()))
        .put("detail", result.detail())
        .put("tookMillis", result.took().toMillis());
  }

  private long count(Outcome outcome) {
    return results.stream().filter(result -> result.outcome() == outcome).count();
  }

  private static String word(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }

  private static Style style(Outcome outcome) {
    return switch (outcome) {
      case PASSED -> Style.GOOD;
      case FAILED -> Style.BAD;
      case SKIPPED -> Style.CAUTION;
    };
  }
}
