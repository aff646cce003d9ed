package io.usercenter.platform.process;

import io.usercenter.platform.error.Problems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one mapping of a file of ours, read with the type that is expected there; what is
 * wrong is collected.
 */
public final class Fields {

  private final Map<String, @Nullable Object> values;
  private final String where;
  private final Problems problems;

  /**
   * @param where name of the file, for messages
   */
  public Fields(Map<String, @Nullable Object> values, String where, Problems problems) {
    this.values = values;
    this.where = where;
    this.problems = problems;
  }

  /** Reports every other key as a mistake, but for those that begin with {@code x-}. */
  public void allowWithExtensions(String... keys) {
    report(
        values.keySet().stream()
            .filter(key -> !key.startsWith("x-"))
            .collect(Collectors.toCollection(TreeSet::new)),
        keys);
  }

  /** Reports every other key as a mistake. */
  public void allow(String... keys) {
    report(new TreeSet<>(values.keySet()), keys);
  }

  private void report(Set<String> unknown, String... keys) {
    Set.of(keys).forEach(unknown::remove);
    for (String key : unknown) {
      wrong(key, "is not a key here", "use one of " + String.join(", ", keys));
    }
  }

  public Optional<String> text(String key) {
    Object value = values.get(key);
    if (value instanceof Map || value instanceof List) {
      wrong(key, "must be a text", "write one value");
      return Optional.empty();
    }
    return Optional.ofNullable(value).map(String::valueOf);
  }

  public String required(String key) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      wrong(key, "is missing", "add it");
    }
    return text.orElse("");
  }

  public List<String> texts(String key) {
    return items(key).stream().map(String::valueOf).toList();
  }

  public Map<String, String> textMap(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    mapping(key).forEach((name, value) -> texts.put(name, String.valueOf(value)));
    return texts;
  }

  public Optional<Fields> object(String key) {
    return values.containsKey(key)
        ? Optional.of(new Fields(mapping(key), where + "." + key, problems))
        : Optional.empty();
  }

  public Map<String, Fields> objects(String key) {
    Map<String, Fields> objects = new LinkedHashMap<>();
    Fields child = new Fields(mapping(key), where + ", " + key, problems);
    child.values.keySet().forEach(name -> child.object(name).ifPresent(o -> objects.put(name, o)));
    return objects;
  }

  public List<Fields> list(String key) {
    return items(key).stream()
        .map(item -> new Fields(mapping(key, item), where + "." + key, problems))
        .toList();
  }

  private List<?> items(String key) {
    Object value = values.get(key);
    if (value instanceof List<?> list) {
      return list;
    }
    if (value != null) {
      wrong(key, "must be a list", "write it as a list");
    }
    return List.of();
  }

  private Map<String, @Nullable Object> mapping(String key) {
    return mapping(key, values.get(key));
  }

  @SuppressWarnings("unchecked") // keys of a YAML mapping read by the loader are texts
  private Map<String, @Nullable Object> mapping(String key, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, @Nullable Object>) map;
    }
    if (value != null) {
      wrong(key, "must be a mapping", "write keys and values");
    }
    return Map.of();
  }

  /** The mapping itself as one text, the same as long as nothing in it changes. */
  public String definition() {
    return values.toString();
  }

  private void wrong(String key, String what, String fix) {
    problems.add("'" + key + "' " + what, where + "." + key, "the file cannot be used so", fix);
  }
}
