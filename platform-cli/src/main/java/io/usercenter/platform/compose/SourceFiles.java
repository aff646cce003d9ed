package io.usercenter.platform.compose;

import io.usercenter.platform.error.UserError;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens the files of one load: parsed once when they are read soon after, counted, named. */
final class SourceFiles {

  private static final int MOST_FILES = 500;
  private static final int MOST_VALUES = 1_000_000;

  private final Report report;
  private final Names names;
  private final Map<Path, List<Node>> parsed = new HashMap<>();
  private int files;
  private int values;

  SourceFiles(Report report, Names names) {
    this.report = report;
    this.names = names;
  }

  Report report() {
    return report;
  }

  String shown(Path file) {
    return names.shown(file);
  }

  Place start(Path file) {
    return new Place(names.shown(file), 1, 1);
  }

  EnvironmentFile environmentFile() {
    return new EnvironmentFile(report, names);
  }

  /** The documents of a file to look at, not to change; none when it cannot be read. */
  List<Node> peek(Path file) {
    return parsed.computeIfAbsent(file, each -> parse(each, start(each), YamlPath.ROOT));
  }

  /**
   * The documents of a file; none when it cannot be read, which is reported.
   *
   * @param by who names the file
   * @throws UserError when more files were read than any stack has
   */
  List<Node> take(Path file, Place by, YamlPath path) {
    if (++files > MOST_FILES) {
      throw Report.error(
          new Scalar(by, null),
          path,
          "more than " + MOST_FILES + " files are read",
          "they include or extend each other too often",
          "include each file once");
    }
    List<Node> known = parsed.remove(file);
    List<Node> documents = known == null ? parse(file, by, path) : known;
    for (Node document : documents) {
      count(document, by, path);
    }
    return documents;
  }

  /**
   * Counts a tree that becomes part of the model.
   *
   * @throws UserError when the model becomes larger than any stack is
   */
  void count(Node tree, Place by, YamlPath path) {
    values += Nodes.size(tree);
    if (values > MOST_VALUES) {
      throw Report.error(
          new Scalar(by, null),
          path,
          "the stack has more than " + MOST_VALUES + " values",
          "extended and included values are counted as often as they are used",
          "extend or include less often");
    }
  }

  private List<Node> parse(Path file, Place by, YamlPath path) {
    try {
      return YamlReader.read(names.shown(file), TextFile.read(file));
    } catch (TextFile.Unreadable e) {
      report.add(by, path, "the file '" + names.shown(file) + "' cannot be used", e.why(), e.fix());
    } catch (UserError e) {
      report.add(e);
    }
    return List.of();
  }

  /** A path as a file writes it; null when it cannot be one, which is reported. */
  @Nullable Path resolve(Scope scope, String text, Node by, YamlPath path) {
    try {
      return scope.resolve(text);
    } catch (InvalidPathException _) {
      report.add(
          by,
          path,
          "'" + path.name() + "' is no path",
          "it holds a character no path has",
          "correct the path");
      return null;
    }
  }
}
