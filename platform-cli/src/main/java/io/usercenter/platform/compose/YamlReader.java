package io.usercenter.platform.compose;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/** Builds nodes from YAML text; aliases are copied, so their number and depth are limited. */
final class YamlReader {

  static final int MOST_DEEP = 100;
  static final int MOST_NODES = 400_000;
  private static final String CORE = "tag:yaml.org,2002:";

  private final String file;
  private final Parser parser;
  private final Map<String, Node> anchors = new HashMap<>();
  private final Set<String> openAnchors = new HashSet<>();
  private int nodes;

  private YamlReader(String file, String text) {
    this.file = file;
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    this.parser = new ParserImpl(new StreamReader(text), options);
  }

  /**
   * Reads every document of a file.
   *
   * @throws UserError when the text is not YAML, or too deep, or too large
   */
  static List<Node> read(String file, String text) {
    try {
      return new YamlReader(file, text).documents();
    } catch (MarkedYAMLException e) {
      throw syntaxError(file, e);
    } catch (YAMLException e) {
      throw error(
          new Place(file, 1, 1),
          "this is not a YAML file",
          firstLine(e.getMessage()),
          "save the file as plain UTF-8 text without control characters");
    }
  }

  private static UserError syntaxError(String file, MarkedYAMLException e) {
    boolean open = String.valueOf(e.getContext()).contains("quoted scalar");
    Mark start = open ? e.getContextMark() : null;
    Mark mark = start == null ? e.getProblemMark() : start;
    Place place = mark == null ? new Place(file, 1, 1) : place(file, mark);
    String why = e.getProblem() == null ? "the YAML is broken" : firstLine(e.getProblem());
    String context = e.getContext() == null ? "" : firstLine(e.getContext()) + ": ";
    return error(
        place,
        "the file is not valid YAML",
        context + why,
        "check indentation, quotes and brackets at and above this line");
  }

  private static String firstLine(@Nullable String text) {
    String line = text == null ? "it cannot be read" : text.strip();
    int end = line.indexOf('\n');
    line = end < 0 ? line : line.substring(0, end);
    return line.length() > 200 ? line.substring(0, 200) + "..." : line;
  }

  private static UserError error(Place place, String what, String why, String fix) {
    return new UserError(ExitCode.CONFIGURATION, what, place.toString(), why, fix);
  }

  private static Place place(String file, Mark mark) {
    return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private Place place(Event event) {
    return place(file, event.getStartMark());
  }

  private List<Node> documents() {
    List<Node> documents = new ArrayList<>();
    while (true) {
      Event event = parser.getEvent();
      if (event instanceof StreamEndEvent) {
        return documents;
      }
      if (event instanceof DocumentStartEvent) {
        anchors.clear();
        Event root = parser.getEvent();
        documents.add(node(root, place(root), 0));
      }
    }
  }

  private Node node(Event event, Place place, int depth) {
    count(place, 1);
    if (depth > MOST_DEEP) {
      throw error(
          place,
          "values are nested more than " + MOST_DEEP + " levels deep",
          "no Compose attribute is that deep",
          "check the brackets and the indentation");
    }
    if (event instanceof ScalarEvent scalar) {
      return anchored(scalar.getAnchor(), scalar(scalar, place));
    }
    if (event instanceof MappingStartEvent start) {
      return mapping(start, place, depth);
    }
    if (event instanceof SequenceStartEvent start) {
      return sequence(start, place, depth);
    }
    return alias(((AliasEvent) event).getAnchor(), place(event), place);
  }

  private void count(Place place, int more) {
    nodes += more;
    if (nodes > MOST_NODES) {
      throw error(
          place,
          "the file has more than " + MOST_NODES + " values",
          "aliases are counted as often as they are used",
          "split the file, or use fewer aliases of aliases");
    }
  }

  private Node anchored(@Nullable String anchor, Node node) {
    if (anchor != null) {
      anchors.put(anchor, node);
    }
    return node;
  }

  private Node alias(String name, Place written, Place place) {
    if (openAnchors.contains(name)) {
      throw error(
          written,
          "the alias '*" + name + "' stands inside its own anchor",
          "a value cannot contain itself",
          "remove '*" + name + "' here");
    }
    Node target = anchors.get(name);
    if (target == null) {
      throw error(
          written,
          "the alias '*" + name + "' has no anchor",
          "'&" + name + "' is not written above this line",
          NearestName.suggest(name, anchors.keySet())
              .map(near -> "write '*" + near + "'")
              .orElse("write '&" + name + "' in front of the value it should repeat"));
    }
    count(written, Nodes.size(target));
    return target.copy(place);
  }

  private static Scalar scalar(ScalarEvent event, Place place) {
    String tag = event.getTag();
    String text = event.getValue();
    if ("!reset".equals(tag)) {
      return new Scalar(place, Tags.RESET);
    }
    if (tag == null || "!override".equals(tag)) {
      return new Scalar(
          place, event.getScalarStyle() == ScalarStyle.PLAIN ? PlainScalar.resolve(text) : text);
    }
    return new Scalar(place, tagged(tag, text));
  }

  private static @Nullable Object tagged(String tag, String text) {
    return switch (tag) {
      case CORE + "null" -> null;
      case CORE + "bool", CORE + "int" -> PlainScalar.resolve(text);
      case CORE + "float" ->
          PlainScalar.resolve(text) instanceof Long whole
              ? Double.valueOf(whole)
              : PlainScalar.resolve(text);
      default -> text;
    };
  }

  private Node sequence(SequenceStartEvent start, Place place, int depth) {
    open(start.getAnchor());
    Sequence sequence = new Sequence(place);
    for (Event event = parser.getEvent();
        !(event instanceof SequenceEndEvent);
        event = parser.getEvent()) {
      sequence.add(node(event, place(event), depth + 1));
    }
    return close(start.getAnchor(), start.getTag(), sequence);
  }

  private Node mapping(MappingStartEvent start, Place place, int depth) {
    open(start.getAnchor());
    Mapping mapping = new Mapping(place);
    Map<String, Place> keys = new HashMap<>();
    for (Event event = parser.getEvent();
        !(event instanceof MappingEndEvent);
        event = parser.getEvent()) {
      entry(mapping, keys, event, depth);
    }
    return close(start.getAnchor(), start.getTag(), mapping);
  }

  private void entry(Mapping mapping, Map<String, Place> keys, Event event, int depth) {
    Place place = place(event);
    String key = key(event, place);
    Place before = keys.putIfAbsent(key, place);
    if (before != null) {
      throw error(
          place,
          "the key '" + key + "' is written twice in one mapping",
          "it already stands in line " + before.line() + "; only one of the two would count",
          "remove one of them, or put both values under one key");
    }
    boolean merge = key.equals("<<") && event instanceof ScalarEvent scalar && isPlain(scalar);
    Node value = node(parser.getEvent(), place, depth + 1);
    if (merge) {
      merge(mapping, value);
    } else {
      mapping.put(key, value);
    }
  }

  private static boolean isPlain(ScalarEvent scalar) {
    return scalar.getScalarStyle() == ScalarStyle.PLAIN;
  }

  private String key(Event event, Place place) {
    if (event instanceof AliasEvent alias) {
      String text = Node.text(alias(alias.getAnchor(), place, place));
      if (text != null) {
        return text;
      }
    }
    if (!(event instanceof ScalarEvent scalar)) {
      throw error(
          place,
          "a key is not text",
          "keys of a Compose file are names",
          "write a name in front of the colon");
    }
    anchored(scalar.getAnchor(), new Scalar(place, scalar.getValue()));
    if (scalar.getTag() == null
        && isPlain(scalar)
        && !(PlainScalar.resolve(scalar.getValue()) instanceof String)) {
      throw error(
          place,
          "the key '" + scalar.getValue() + "' is not text",
          "YAML reads it as a number, as true or false, or as nothing",
          "put it in quotes: \"" + scalar.getValue() + "\"");
    }
    return scalar.getValue();
  }

  private static void merge(Mapping mapping, Node value) {
    switch (value) {
      case Mapping one -> mapping.merged().add(one);
      case Sequence many -> many.items().forEach(item -> mergeOne(mapping, item));
      case Scalar scalar -> mergeOne(mapping, scalar);
    }
  }

  private static void mergeOne(Mapping mapping, Node value) {
    if (!(value instanceof Mapping one)) {
      throw error(
          value.place(),
          "'<<' takes " + value.kind(),
          "only mappings can be merged into a mapping",
          "write '<<: *name' or '<<: [*name, *other]', where each anchor is a mapping");
    }
    mapping.merged().add(one);
  }

  private void open(@Nullable String anchor) {
    if (anchor != null) {
      openAnchors.add(anchor);
    }
  }

  private Node close(@Nullable String anchor, @Nullable String tag, Node node) {
    if (anchor != null) {
      openAnchors.remove(anchor);
    }
    Node value = node;
    if ("!reset".equals(tag)) {
      value = new Scalar(node.place(), Tags.RESET);
    } else if ("!override".equals(tag)) {
      Tags.markOverride(node);
    }
    return anchored(anchor, value);
  }
}
