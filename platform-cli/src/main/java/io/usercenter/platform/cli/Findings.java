package io.usercenter.platform.cli;

import io.usercenter.platform.cli.console.Json;
import io.usercenter.platform.cli.console.Styles;
import io.usercenter.platform.cli.console.Styles.Style;
import io.usercenter.platform.cli.console.Table;
import io.usercenter.platform.cli.console.Table.Cell;
import io.usercenter.platform.doctor.Finding;
import io.usercenter.platform.doctor.Finding.Severity;
import java.util.List;
import java.util.Locale;

/** What the doctor found, for people, and for programs with schema {@code platform.doctor/1}. */
record Findings(List<Finding> findings) {

  boolean fit() {
    return count(Severity.FAIL) == 0;
  }

  /** Findings first in order, then why and how to mend what is not good; the verdict last. */
  String text(Styles styles) {
    Table table = new Table();
    for (Finding finding : findings) {
      table.add(
          List.of(
              new Cell(word(finding.severity()), style(finding.severity())),
              Cell.plain(finding.name()),
              Cell.plain(finding.what())));
    }
    StringBuilder text = new StringBuilder(table.render(styles));
    findings.stream()
        .filter(finding -> finding.severity() != Severity.OK)
        .forEach(finding -> text.append(advice(finding, styles)));
    return text.append('\n').append(verdict()).append('\n').toString();
  }

  String json() {
    return Json.schema("platform.doctor/1")
        .put("fit", fit())
        .put("findings", findings.stream().map(Findings::json).toList())
        .pretty();
  }

  private static Json json(Finding finding) {
    return Json.object()
        .put("name", finding.name())
        .put("severity", word(finding.severity()))
        .put("what", finding.what())
        .put("why", finding.why())
        .put("fix", finding.fix());
  }

  private static String advice(Finding finding, Styles styles) {
    return "\n%s: %s%n  why: %s%n  fix: %s%n"
        .formatted(
            styles.paint(style(finding.severity()), finding.name()),
            finding.what(),
            finding.why(),
            finding.fix());
  }

  private String verdict() {
    return "%d checked: %d good, %d to look at, %d to mend"
        .formatted(findings.size(), count(Severity.OK), count(Severity.WARN), count(Severity.FAIL));
  }

  private long count(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }

  private static String word(Severity severity) {
    return severity.name().toLowerCase(Locale.ROOT);
  }

  private static Style style(Severity severity) {
    return switch (severity) {
      case OK -> Style.GOOD;
      case WARN -> Style.CAUTION;
      case FAIL -> Style.BAD;
    };
  }
}
