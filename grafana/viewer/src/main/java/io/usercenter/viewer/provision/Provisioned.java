package io.usercenter.viewer.provision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * The files of one kind under Grafana's provisioning directory, with the environment filled in.
 *
 * @param entries elements of the list that each file holds
 * @param problems files that could not be read
 */
record Provisioned(List<Map<String, @Nullable Object>> entries, List<Problem> problems) {

  /**
   * @param directory such as {@code provisioning/datasources}; none is as good as an empty one
   * @param list key of the list in each file
   */
  static Provisioned read(Path directory, String list, Variables variables) {
    List<Map<String, @Nullable Object>> entries = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Path file : files(directory)) {
      try {
        Object tree =
            new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
        for (Object entry : Values.list(Values.map(tree).get(list))) {
          entries.add(Values.map(variables.expand(entry)));
        }
      } catch (MarkedYAMLException broken) {
        problems.add(
            new Problem(
                file,
                broken.getProblemMark() == null ? 1 : broken.getProblemMark().getLine() + 1,
                "it is not valid YAML: " + broken.getProblem()));
      } catch (IOException | ClassCastException broken) {
        problems.add(new Problem(file, 1, "it cannot be read: " + broken.getMessage()));
      }
    }
    return new Provisioned(entries, problems);
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().matches(".*\\.ya?ml")).sorted().toList();
    } catch (IOException _) {
      return List.of();
    }
  }
}
