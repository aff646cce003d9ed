package io.usercenter.user.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A block of the file. Reading never fails: what is wrong is noted with its line, and a harmless
 * value is returned so that the rest is read too.
 */
public final class Section {
  private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m|h)?");

  private final ConfigFile file;
  private final String path;
  private final boolean present;
  private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
  private final TreeSet<String> asked = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  private final List<Section> read = new ArrayList<>();

  Section(ConfigFile file, String path, MappingNode mapping) {
    this.file = file;
    this.path = path;
    present = true;
    for (NodeTuple entry : mapping.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode key) {
        entries.put(key.getValue().toLowerCase(Locale.ROOT), entry);
      }
    }
  }

  private Section(ConfigFile file, String path) {
    this.file = file;
    this.path = path;
    present = false;
  }

  static Section absent(ConfigFile file, String path) {
    return new Section(file, path);
  }

  /** Whether the file has this block at all. */
  public boolean present() {
    return present;
  }

  public String text(String key) {
    return scalar(key)
        .orElseGet(() -> {
          file.problems()
              .add(
                  "field \"%s\" is not set".formatted(path(key)),
                  where(key),
                  "it has no default",
                  "add '%s: ...'".formatted(key));
          return "";
        });
  }

  public String text(String key, String fallback) {
    return scalar(key).orElseGet(() -> taken(key, fallback));
  }

  public int integer(String key, int fallback, int least, int most) {
    Optional<String> text = scalar(key);
    if (text.isEmpty()) {
      return taken(key, fallback);
    }
    try {
      int value = Integer.parseInt(text.get().strip());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below, like a number outside the range
    }
    wrong(key, text.get(), "a whole number from %d to %d".formatted(least, most), fallback);
    return fallback;
  }

  public int port(String key, int fallback) {
    return integer(key, fallback, 1, 65_535);
  }

  public double fraction(String key, double fallback) {
    Optional<String> text = scalar(key);
    if (text.isEmpty()) {
      return taken(key, fallback);
    }
    try {
      double value = Double.parseDouble(text.get().strip());
      if (value >= 0 && value <= 1) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below, like a number outside the range
    }
    wrong(key, text.get(), "a number from 0 to 1", fallback);
    return fallback;
  }

  /** A bare number is milliseconds, as in go-zero. */
  public Duration duration(String key, Duration fallback) {
    Optional<String> text = scalar(key);
    if (text.isEmpty()) {
      return taken(key, fallback);
    }
    Matcher matcher = DURATION.matcher(text.get().strip());
    if (!matcher.matches() || matcher.group(1).length() > 9) {
      wrong(key, text.get(), "a duration such as 500ms, 10s or 1m", fallback.toMillis() + "ms");
      return fallback;
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (Optional.ofNullable(matcher.group(2)).orElse("ms")) {
      case "h" -> Duration.ofHours(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "s" -> Duration.ofSeconds(amount);
      default -> Duration.ofMillis(amount);
    };
  }

  /** One of the given words, compared without regard to case; the first is the default. */
  public String choice(String key, String... words) {
    String text = text(key, words[0]);
    for (String word : words) {
      if (word.equalsIgnoreCase(text)) {
        return word;
      }
    }
    wrong(key, text, "one of " + String.join(", ", words), Nearest.to(text, List.of(words)));
    return words[0];
  }

  public List<String> texts(String key) {
    Node node = node(key);
    if (!(node instanceof SequenceNode sequence)) {
      return scalar(key).map(List::of).orElse(List.of());
    }
    List<String> values = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      if (item instanceof ScalarNode scalar) {
        values.add(expanded(key, scalar));
      }
    }
    file.took(path(key), values);
    return List.copyOf(values);
  }

  public Section section(String key) {
    Node node = node(key);
    if (node instanceof MappingNode mapping) {
      return reading(new Section(file, path(key), mapping));
    }
    if (node != null && !(node instanceof ScalarNode scalar && scalar.getValue().isEmpty())) {
      file.problems()
          .add(
              "'%s' is not a block".formatted(path(key)),
              file.at(node),
              "keys are expected under it",
              "indent them below '%s:'".formatted(key));
    }
    return absent(file, path(key));
  }

  /** The blocks of a list; a single block counts as a list of one. */
  public List<Section> sections(String key) {
    if (!(node(key) instanceof SequenceNode sequence)) {
      Section only = section(key);
      return only.present() ? List.of(only) : List.of();
    }
    List<Section> blocks = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      if (item instanceof MappingNode mapping) {
        blocks.add(
            reading(new Section(file, "%s[%d]".formatted(path(key), blocks.size()), mapping)));
      }
    }
    return List.copyOf(blocks);
  }

  /** The value as written, for texts with a syntax of their own, and what replaces references. */
  public <T> Optional<T> parsed(String key, Parser<T> parser) {
    if (!(node(key) instanceof ScalarNode scalar)) {
      text(key);
      return Optional.empty();
    }
    try {
      T value = parser.parse(scalar.getValue(), text -> expanded(key, text, scalar));
      file.took(path(key), value);
      return Optional.of(value);
    } catch (IllegalArgumentException e) {
      file.problems()
          .add(
              "'%s' cannot be used".formatted(path(key)),
              file.at(scalar),
              String.valueOf(e.getMessage()),
              "correct the value of '%s'".formatted(key));
      return Optional.empty();
    }
  }

  /** Reads a text with a syntax of its own; {@link IllegalArgumentException} says what is wrong. */
  public interface Parser<T> {
    T parse(String text, java.util.function.UnaryOperator<String> expand);
  }

  /** Notes a wrong value found by a rule that only the caller knows. */
  public void wrong(String key, String value, String expected, Object suggestion) {
    file.problems()
        .add(
            "'%s' is %s".formatted(path(key), "'" + Secrets.masked(path(key), value) + "'"),
            where(key),
            "it must be " + expected,
            "for example '%s: %s'".formatted(key, suggestion));
  }

  void noteIgnoredKeys() {
    for (Map.Entry<String, NodeTuple> entry : entries.entrySet()) {
      if (!asked.contains(entry.getKey())) {
        String hint =
            Nearest.within(entry.getKey(), asked)
                .map(n -> ", did you mean '" + n + "'?")
                .orElse("");
        Node key = entry.getValue().getKeyNode();
        file.ignores(
            "%s: '%s' is not used%s"
                .formatted(file.at(key), path(((ScalarNode) key).getValue()), hint));
      }
    }
    read.forEach(Section::noteIgnoredKeys);
  }

  private Section reading(Section section) {
    read.add(section);
    return section;
  }

  private <T> T taken(String key, T value) {
    file.took(path(key), value);
    return value;
  }

  private Optional<String> scalar(String key) {
    if (!(node(key) instanceof ScalarNode scalar)) {
      return Optional.empty();
    }
    String value = expanded(key, scalar);
    return value.isEmpty() ? Optional.empty() : Optional.of(taken(key, value));
  }

  private String expanded(String key, ScalarNode scalar) {
    return expanded(key, scalar.getValue(), scalar);
  }

  private String expanded(String key, String text, Node node) {
    try {
      return file.environment().expand(text);
    } catch (Environment.Undefined e) {
      file.problems()
          .add(
              "'%s' cannot be resolved".formatted(path(key)),
              file.at(node),
              String.valueOf(e.getMessage()),
              "export %1$s=..., or write ${%1$s:-default}".formatted(e.variable()));
      return "";
    }
  }

  private @Nullable Node node(String key) {
    asked.add(key);
    NodeTuple entry = entries.get(key.toLowerCase(Locale.ROOT));
    return entry == null ? null : entry.getValueNode();
  }

  private String where(String key) {
    Node node = node(key);
    return node == null ? file.path() : file.at(node);
  }

  private String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
