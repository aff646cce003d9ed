package io.usercenter.platform.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole canonical Compose model behind a stack, for runtimes that can do all it says.
 *
 * @param tree maps, lists, text, numbers and booleans, with every short form spelled out
 * @param directory the project directory
 * @param files the Compose files, absolute
 */
public record Definition(Map<String, @Nullable Object> tree, Path directory, List<Path> files) {

  public static final Definition NONE = new Definition(Map.of(), Path.of(""), List.of());

  public Definition {
    files = List.copyOf(files);
  }

  /** What is said of a service; empty when it is not defined. */
  public Map<String, @Nullable Object> service(String name) {
    return member("services", name);
  }

  /**
   * The members of a group by name.
   *
   * @param group services, networks, volumes, configs or secrets
   */
  public Map<String, @Nullable Object> group(String group) {
    return object(tree.get(group));
  }

  /** A member of a group; empty when it says nothing. */
  public Map<String, @Nullable Object> member(String group, String name) {
    return object(group(group).get(name));
  }

  @SuppressWarnings("unchecked") // the canonical model has text keys only
  private static Map<String, @Nullable Object> object(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
  }
}
