package io.usercenter.user.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
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
  /** Nothing may take longer. */
  public static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

  private final Block block;
  private final Map<String, List<Section>> children = new LinkedHashMap<>();

  Section(Block block) {
    this.block = block;
  }

  /** Whether the file has this block at all. */
  public boolean present() {
    return block.present();
  }

  /** Whether the block has such a key, with or without a value. */
  public boolean has(String key) {
    return block.node(key) != null;
  }

  /** Whether the key leads to a block, rather than to a value. */
  public boolean hasBlock(String key) {
    return block.node(key) instanceof MappingNode;
  }

  public String text(String key) {
    return block
        .scalar(key)
        .orElseGet(() -> {
          block.problem(
              "field \"%s\" is not set".formatted(block.path(key)),
              block.where(key),
              "it has no default",
              "add '%s: ...'".formatted(key));
          return "";
        });
  }

  public String text(String key, String fallback) {
    return block.scalar(key).orElseGet(() -> block.taken(key, fallback));
  }

  public int integer(String key, int fallback, int least, int most) {
    return value(
        key,
        fallback,
        "a whole number from %d to %d".formatted(least, most),
        text -> {
          int number = Integer.parseInt(text);
          return number >= least && number <= most ? Optional.of(number) : Optional.empty();
        });
  }

  public int port(String key, int fallback) {
    return integer(key, fallback, 1, 65_535);
  }

  public double fraction(String key, double fallback) {
    return value(
        key,
        fallback,
        "a number from 0 to 1",
        text -> {
          double number = Double.parseDouble(text);
          return number >= 0 && number <= 1 ? Optional.of(number) : Optional.empty();
        });
  }

  public boolean flag(String key, boolean fallback) {
    return choice(key, Boolean.toString(fallback), Boolean.toString(!fallback)).equals("true");
  }

  /** As {@link #duration(String, Duration, Duration, Duration)}, up to a day. */
  public Duration duration(String key, Duration fallback) {
    return duration(key, fallback, Duration.ZERO, Duration.ofDays(1));
  }

  /** Go's form, such as 1m30s; a bare number is milliseconds. */
  public Duration duration(String key, Duration fallback, Duration least, Duration most) {
    return value(
        key,
        fallback,
        "a duration from %s to %s, such as 500ms, 10s or 1m30s"
            .formatted(Durations.text(least), Durations.text(most)),
        text ->
            Durations.parse(text).filter(d -> d.compareTo(least) >= 0 && d.compareTo(most) <= 0));
  }

  /** How long something may take. As in go-zero 0 is no limit; ours then is the longest. */
  public Duration timeout(String key, Duration fallback) {
    Duration timeout = duration(key, fallback, Duration.ZERO, LONGEST_TIMEOUT);
    return timeout.isZero() ? LONGEST_TIMEOUT : timeout;
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
    if (!(block.node(key) instanceof SequenceNode sequence)) {
      return block.scalar(key).map(List::of).orElse(List.of());
    }
    List<String> values = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      if (item instanceof ScalarNode scalar) {
        values.add(block.expanded(key, scalar.getValue(), scalar));
      }
    }
    return block.taken(key, List.copyOf(values));
  }

  /** Keys that the user chooses, with values that are never printed. */
  public Map<String, String> secrets(String key) {
    Map<String, String> values = new LinkedHashMap<>();
    if (block.node(key) instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        if (entry.getKeyNode() instanceof ScalarNode name
            && entry.getValueNode() instanceof ScalarNode scalar) {
          values.put(name.getValue(), block.expanded(key, scalar.getValue(), scalar));
        }
      }
      block.taken(key, values.keySet());
    }
    return Map.copyOf(values);
  }

  /** The same for every caller, so that a key is used when anybody asked for it. */
  public Section section(String key) {
    return children.computeIfAbsent(key.toLowerCase(Locale.ROOT), k -> one(key)).getFirst();
  }

  /** The blocks of a list; a single block counts as a list of one. */
  public List<Section> sections(String key) {
    if (!(block.node(key) instanceof SequenceNode sequence)) {
      Section only = section(key);
      return only.present() ? List.of(only) : List.of();
    }
    return children.computeIfAbsent(key.toLowerCase(Locale.ROOT), k -> all(key, sequence));
  }

  private List<Section> one(String key) {
    Node node = block.node(key);
    boolean empty = node instanceof ScalarNode scalar && scalar.getValue().isEmpty();
    if (node != null && !(node instanceof MappingNode) && !empty) {
      block.problem(
          "'%s' is not a block".formatted(block.path(key)),
          block.where(key),
          "keys are expected under it",
          "indent them below '%s:'".formatted(key));
    }
    return List.of(new Section(new Block(block.file(), block.path(key), node)));
  }

  private List<Section> all(String key, SequenceNode sequence) {
    List<Section> blocks = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      if (item instanceof MappingNode) {
        String path = "%s[%d]".formatted(block.path(key), blocks.size());
        blocks.add(new Section(new Block(block.file(), path, item)));
      }
    }
    return List.copyOf(blocks);
  }

  /** The value as written, for texts with a syntax of their own, and what replaces references. */
  public <T> Optional<T> parsed(String key, Parser<T> parser) {
    if (!(block.node(key) instanceof ScalarNode scalar)) {
      text(key);
      return Optional.empty();
    }
    try {
      T value = parser.parse(scalar.getValue(), text -> block.expanded(key, text, scalar));
      return Optional.of(block.taken(key, value));
    } catch (IllegalArgumentException e) {
      block.problem(
          "'%s' cannot be used".formatted(block.path(key)),
          block.where(key),
          String.valueOf(e.getMessage()),
          "correct the value of '%s'".formatted(key));
      return Optional.empty();
    }
  }

  /** Reads a text with a syntax of its own; {@link IllegalArgumentException} says what is wrong. */
  public interface Parser<T> {
    T parse(String text, UnaryOperator<String> expand);
  }

  /** Notes a wrong value found by a rule that only the caller knows. */
  public void wrong(String key, String value, String expected, Object suggestion) {
    block.problem(
        "'%s' is '%s'".formatted(block.path(key), Secrets.masked(block.path(key), value)),
        block.where(key),
        "it must be " + expected,
        "for example '%s: %s'".formatted(key, suggestion));
  }

  /** Notes a value that is understood, but that this program cannot do what it asks for. */
  public void unsupported(String key, String why, String fix) {
    block.problem("'%s' is not supported".formatted(block.path(key)), block.where(key), why, fix);
  }

  /** Notes something harmless that the user may want to know about a key. */
  public void remark(String key, String text) {
    remark(List.of(key), text);
  }

  /** The same about several keys. */
  public void remark(List<String> keys, String text) {
    block.remark(keys, text);
  }

  void noteIgnoredKeys() {
    block.noteIgnoredKeys();
    children.values().forEach(sections -> sections.forEach(Section::noteIgnoredKeys));
  }

  /** Text as a value, or nothing when it is none; {@link NumberFormatException} means the same. */
  private interface Reading<T> {
    Optional<T> of(String text);
  }

  private <T> T value(String key, T fallback, String expected, Reading<T> reading) {
    Optional<String> text = block.scalar(key);
    if (text.isEmpty()) {
      return block.taken(key, fallback);
    }
    Optional<T> value = read(text.get().strip(), reading);
    if (value.isEmpty()) {
      Object suggestion = fallback instanceof Duration d ? Durations.text(d) : fallback;
      wrong(key, text.get(), expected, suggestion);
    }
    return value.orElse(fallback);
  }

  private static <T> Optional<T> read(String text, Reading<T> reading) {
    try {
      return reading.of(text);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
