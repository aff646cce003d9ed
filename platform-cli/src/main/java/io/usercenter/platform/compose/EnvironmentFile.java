package io.usercenter.platform.compose;

import java.nio.file.Path;
import java.util.Map;

/** Reads one file of variables and reports what is wrong with it. */
final class EnvironmentFile {

  private final Report report;
  private final Names names;

  EnvironmentFile(Report report, Names names) {
    this.report = report;
    this.names = names;
  }

  /** Who refers to the file: shown when the file is not there. */
  record Reference(Place place, YamlPath path) {}

  Map<String, String> read(Path file, boolean raw, Template.Variables outer, Reference by) {
    String shown = names.shown(file);
    try {
      String text = TextFile.read(file);
      return raw ? DotEnv.parseRaw(text, outer) : DotEnv.parse(text, outer);
    } catch (TextFile.Unreadable e) {
      report.add(
          by.place(), by.path(), "the file '" + shown + "' cannot be used", e.why(), e.fix());
    } catch (DotEnv.Invalid e) {
      report.add(
          new Place(shown, e.line(), 1),
          YamlPath.ROOT,
          "'" + file.getFileName() + "' is not a file of variables",
          e.why(),
          "write NAME=value, one a line");
    }
    return Map.of();
  }
}
