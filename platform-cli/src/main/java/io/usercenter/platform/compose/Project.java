package io.usercenter.platform.compose;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A checked stack in canonical form.
 *
 * @param name the project name
 * @param tree what {@code config} prints: maps, lists, text, Long, Double, Boolean and null; every
 *     dollar is doubled, so that the output is again a Compose file
 * @param values the same tree with the values themselves, single dollars: what to run
 * @param extensions what {@code x-platform} says, by the path of what it stands in, such as {@code
 *     services.api}; the canonical form leaves it out
 * @param positions where the values were written
 * @param origin the files and variables this was read from
 */
public record Project(
    String name,
    Map<String, @Nullable Object> tree,
    Map<String, @Nullable Object> values,
    Map<String, Map<String, @Nullable Object>> extensions,
    Positions positions,
    Origin origin) {

  /**
   * What a project was read from.
   *
   * @param directory the project directory
   * @param files the Compose files given or found, absolute, without extended and included ones
   * @param environment the process environment and {@code .env}
   * @param disabledServices services left out because none of their profiles is active
   */
  public record Origin(
      Path directory,
      List<Path> files,
      Map<String, String> environment,
      Set<String> disabledServices) {

    public Origin {
      files = List.copyOf(files);
      environment = Map.copyOf(environment);
      disabledServices = Set.copyOf(disabledServices);
    }
  }

  /**
   * The same project with other services.
   *
   * @param change alters the fields of a service in place, at their first level
   */
  Project withServices(BiConsumer<String, Map<String, @Nullable Object>> change) {
    Map<String, @Nullable Object> changed = new LinkedHashMap<>(values);
    Map<String, @Nullable Object> services = new LinkedHashMap<>();
    services()
        .forEach((service, fields) -> {
          Map<String, @Nullable Object> copy = new LinkedHashMap<>(fields);
          change.accept(service, copy);
          services.put(service, copy);
        });
    changed.put("services", services);
    return new Project(name, tree, changed, extensions, positions, origin);
  }

  /** The services of {@link #values} by name. */
  public Map<String, Map<String, @Nullable Object>> services() {
    return Tree.children(values, "services");
  }
}
