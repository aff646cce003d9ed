package io.usercenter.viewer.provision;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where panels get their data from.
 *
 * @param options what Grafana calls jsonData; it reaches the browser and holds no secret
 */
public record DataSource(
    int id,
    String uid,
    String name,
    String type,
    URI url,
    boolean isDefault,
    Map<String, @Nullable Object> options) {

  /** What the files of a directory define, each with the first problem found in it. */
  public record Read(List<DataSource> sources, List<Problem> problems) {}

  /** Reads {@code provisioning/datasources}. */
  public static Read read(java.nio.file.Path provisioning, Variables variables) {
    java.nio.file.Path directory = provisioning.resolve("datasources");
    Provisioned files = Provisioned.read(directory, "datasources", variables);
    List<DataSource> sources = new ArrayList<>();
    List<Problem> problems = new ArrayList<>(files.problems());
    for (Map<String, @Nullable Object> entry : files.entries()) {
      String name = Values.text(entry.get("name"), "");
      try {
        sources.add(
            new DataSource(
                sources.size() + 1,
                Values.text(entry.get("uid"), name),
                name,
                Values.text(entry.get("type"), ""),
                URI.create(Values.text(entry.get("url"), "").replaceFirst("/+$", "")),
                Boolean.parseBoolean(Values.text(entry.get("isDefault"), "false")),
                Values.map(entry.get("jsonData"))));
      } catch (IllegalArgumentException wrong) {
        problems.add(
            new Problem(
                directory, 1, "the url of '" + name + "' is not one: " + wrong.getMessage()));
      }
    }
    return new Read(sources, problems);
  }
}
