package io.usercenter.user.config;

import io.usercenter.user.problem.Problem;
import io.usercenter.user.problem.ProblemException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** One configuration file: its sections, and after reading what is wrong and what was taken. */
public final class ConfigFile {
  private final Path path;
  private final Environment environment;
  private final Problems problems = new Problems();
  private final Map<String, String> effective = new LinkedHashMap<>();
  private final Set<String> remarks = new LinkedHashSet<>();
  private final Section root;

  private ConfigFile(Path path, Environment environment, Node document) {
    this.path = path;
    this.environment = environment;
    root = new Section(new Block(this, "", document));
  }

  /** Throws {@link ProblemException} when the file is absent or is not YAML. */
  public static ConfigFile read(Path path, Environment environment) {
    if (path.toString().endsWith(".toml")) {
      throw new ProblemException(
          List.of(
              new Problem(
                  "the configuration file is TOML",
                  path.toString(),
                  "YAML and JSON are read",
                  "write the same keys as YAML")));
    }
    try (Reader reader = Files.newBufferedReader(path)) {
      Node document = new Yaml(new SafeConstructor(new LoaderOptions())).compose(reader);
      return new ConfigFile(path, environment, document);
    } catch (IOException e) {
      throw new ProblemException(
          new Problem(
              "the configuration file cannot be read",
              path.toString(),
              Files.exists(path) ? "it is there but not readable" : "there is no such file",
              "name the file with -f FILE"),
          e);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new ProblemException(
          new Problem(
              "the configuration file is not valid YAML",
              path + ":" + line,
              String.valueOf(e.getProblem()),
              "mend the indentation, colons and quotes around that line"),
          e);
    }
  }

  public Section root() {
    return root;
  }

  /** Throws one {@link ProblemException} with everything found while reading. */
  public void check() {
    root.noteIgnoredKeys();
    problems.throwIfAny();
  }

  /** Every value in use, as {@code path=value}, secrets masked. */
  public List<String> effective() {
    return effective.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }

  /**
   * What is harmless but perhaps not meant: keys nobody asked for, and what they said of others.
   */
  public List<String> remarks() {
    return List.copyOf(remarks);
  }

  Environment environment() {
    return environment;
  }

  Problems problems() {
    return problems;
  }

  void took(String yamlPath, Object value) {
    String text = value instanceof Duration d ? Durations.text(d) : String.valueOf(value);
    effective.put(yamlPath, Secrets.masked(yamlPath, text));
  }

  void remark(String remark) {
    remarks.add(remark);
  }

  String at(Node node) {
    return path + ":" + line(node);
  }

  static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  String path() {
    return path.toString();
  }
}
