package io.usercenter.platform.compose;

import io.usercenter.platform.compose.Grammar.Field;
import io.usercenter.platform.compose.Grammar.Kind;
import io.usercenter.platform.compose.Grammar.PartOf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Shows a canonical tree as the reference implementation prints it: typed, without the empty. */
final class Rendering {

  /** How many devices {@code count: all} reserves. */
  private static final Long EVERY = -1L;

  /** Nothing to show, as opposed to a null that is shown. */
  private static final Object ABSENT = new Object();

  /** Mappings whose keys are names of the user, so that {@code x-} means nothing there. */
  private static final Set<String> NAMED =
      Set.of("services", "depends_on", "volumes", "networks", "secrets", "configs");

  private final Grammar grammar;
  private final Report report;

  Rendering(Grammar grammar, Report report) {
    this.grammar = grammar;
    this.report = report;
  }

  Map<String, @Nullable Object> root(Mapping root) {
    Map<String, @Nullable Object> shown = part(root, grammar.part("root"), YamlPath.ROOT);
    for (Map.Entry<String, Node> entry : root.entries().entrySet()) {
      if (entry.getKey().startsWith("x-")) {
        shown.put(entry.getKey(), Nodes.plain(entry.getValue()));
      }
    }
    return shown;
  }

  private Map<String, @Nullable Object> part(
      @Nullable Mapping mapping, PartOf part, YamlPath path) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    for (Field field : part.fields().values()) {
      Node node = mapping == null ? null : mapping.get(field.name());
      Object value = field(node, field, path.child(field.name()));
      if (value != ABSENT) {
        shown.put(field.shownAs(), value);
      }
    }
    return shown;
  }

  private @Nullable Object field(@Nullable Node node, Field field, YamlPath path) {
    return switch (field.shape()) {
      case DROP -> ABSENT;
      case WORDS -> words(node, path);
      case ALWAYS -> always(node, field, path);
      default -> node == null || Node.isNull(node) ? ABSENT : present(node, field, path);
    };
  }

  private @Nullable Object always(@Nullable Node node, Field field, YamlPath path) {
    if (node != null && !Node.isNull(node)) {
      Object value = plain(node, field.kinds(), path);
      return value == ABSENT ? new LinkedHashMap<String, Object>() : value;
    }
    for (Kind kind : field.kinds()) {
      if (kind instanceof Kind.Part(String name)) {
        return part(null, grammar.part(name), path);
      }
    }
    return new LinkedHashMap<String, Object>();
  }

  private @Nullable Object present(Node node, Field field, YamlPath path) {
    return switch (field.shape()) {
      case PLAIN -> plain(node, field.kinds(), path);
      case OPT_TRUTH -> truth(node, path);
      case WHOLE -> unlessZero(whole(node, path));
      case OPT_WHOLE -> whole(node, path);
      case NUMBER -> unlessZero(number(node, path));
      case BYTES -> bytes(node, path);
      case DURATION -> duration(node, path, false);
      case OPT_DURATION -> duration(node, path, true);
      case MODE -> mode(node, path);
      case TEST -> test(node);
      case LABELS -> variables(node, path, false);
      case VARIABLES -> variables(node, path, true);
      case HOSTS -> hosts(node, path);
      case COUNT -> count(node, path);
      case SSH -> ssh(node, path);
      case ULIMIT -> ulimits(node, path);
      case MULTI -> multi(node);
      case DROP, WORDS, ALWAYS -> ABSENT;
    };
  }

  private @Nullable Object plain(Node node, List<Kind> kinds, YamlPath path) {
    if (node instanceof Mapping mapping) {
      return mapping(mapping, kinds, path);
    }
    return node instanceof Sequence sequence
        ? list(sequence, kinds, path)
        : scalar((Scalar) node, kinds, path);
  }

  private @Nullable Object mapping(Mapping mapping, List<Kind> kinds, YamlPath path) {
    for (Kind kind : kinds) {
      if (kind instanceof Kind.Part(String name)) {
        return part(mapping, grammar.part(name), path);
      }
      if (kind instanceof Kind.MapOf map) {
        return entries(mapping, map, path);
      }
    }
    return ABSENT;
  }

  private @Nullable Object entries(Mapping mapping, Kind.MapOf kind, YamlPath path) {
    Map<String, @Nullable Object> shown = new TreeMap<>();
    for (Map.Entry<String, Node> entry : mapping.entries().entrySet()) {
      String key = entry.getKey();
      if (key.startsWith("x-") && !isNamed(path)) {
        reserved(entry.getValue(), path.child(key));
        continue;
      }
      Object value =
          Node.isNull(entry.getValue())
              ? null
              : plain(entry.getValue(), kind.values(), path.child(key));
      shown.put(key, value == ABSENT ? null : value);
    }
    return shown.isEmpty() ? ABSENT : shown;
  }

  private void reserved(Node node, YamlPath path) {
    report.add(
        node,
        path,
        "the name '" + path.name() + "' is reserved",
        "keys that start with 'x-' are extensions here",
        "choose another name");
  }

  private static boolean isNamed(YamlPath path) {
    int depth = path.depth();
    return NAMED.contains(path.name())
        && (depth == 1 || (depth == 3 && path.name().equals("depends_on")));
  }

  private @Nullable Object list(Sequence sequence, List<Kind> kinds, YamlPath path) {
    for (Kind kind : kinds) {
      if (kind instanceof Kind.ListOf list) {
        List<@Nullable Object> shown = new ArrayList<>(sequence.size());
        for (int i = 0; i < sequence.size(); i++) {
          shown.add(item(sequence.items().get(i), list.items(), path.item(i)));
        }
        return shown.isEmpty() ? ABSENT : shown;
      }
    }
    return ABSENT;
  }

  private @Nullable Object item(Node item, List<Kind> kinds, YamlPath path) {
    if (item instanceof Scalar scalar) {
      return Figures.text(scalar.value());
    }
    Object value = plain(item, kinds, path);
    return value == ABSENT ? new LinkedHashMap<String, Object>() : value;
  }

  private @Nullable Object scalar(Scalar scalar, List<Kind> kinds, YamlPath path) {
    if (kinds.get(0) instanceof Kind.Truth) {
      Object truth = truth(scalar, path);
      return Boolean.TRUE.equals(truth) ? truth : ABSENT;
    }
    String text = Figures.text(scalar.value());
    if (kinds.stream().anyMatch(Kind.ListOf.class::isInstance)) {
      return List.of(text);
    }
    return text.isEmpty() ? ABSENT : text;
  }

  private Object truth(Node node, YamlPath path) {
    Object value = node instanceof Scalar scalar ? scalar.value() : null;
    Boolean truth = value instanceof String text ? Casts.truth(text) : null;
    if (value instanceof Boolean || truth != null) {
      return truth != null || value == null ? Boolean.TRUE.equals(truth) : value;
    }
    report.add(
        node,
        path,
        "'" + path.name() + "' is neither true nor false",
        "it is " + node.kind() + (value == null ? "" : ": '" + value + "'"),
        "write true or false");
    return ABSENT;
  }

  private Object whole(Node node, YamlPath path) {
    Object value = node instanceof Scalar scalar ? scalar.value() : null;
    Long whole =
        value instanceof Number number
            ? (Long) number.longValue()
            : value instanceof String text ? Casts.whole(text) : null;
    return whole == null
        ? invalid(node, path, "a whole number", "write a number such as 2")
        : whole;
  }

  private Object invalid(Node node, YamlPath path, String expected, String fix) {
    String text =
        node instanceof Scalar scalar ? "'" + Figures.text(scalar.value()) + "'" : node.kind();
    report.add(node, path, "'" + path.name() + "' cannot be " + text, "it takes " + expected, fix);
    return ABSENT;
  }

  private static Object unlessZero(Object value) {
    return value instanceof Number number && number.doubleValue() == 0 ? ABSENT : value;
  }

  /** Single precision, as the reference implementation keeps such numbers. */
  private Object number(Node node, YamlPath path) {
    Object value = node instanceof Scalar scalar ? scalar.value() : null;
    Double number = null;
    if (value instanceof Number given) {
      number = given.doubleValue();
    } else if (value instanceof String text) {
      number = text.isEmpty() ? (Double) 0.0 : Casts.number(text);
    }
    if (number == null || number.isNaN() || number.isInfinite()) {
      return invalid(node, path, "a number", "write a number such as 0.5");
    }
    double single = Double.parseDouble(Float.toString(number.floatValue()));
    return single == Math.rint(single) && Math.abs(single) < 1e15 ? (Object) (long) single : single;
  }

  private Object bytes(Node node, YamlPath path) {
    Object value = node instanceof Scalar scalar ? scalar.value() : null;
    Long bytes = null;
    if (value instanceof Number number) {
      bytes = number instanceof Long whole ? whole : (Long) 0L;
    } else if (value instanceof String text) {
      bytes = Figures.bytes(text);
    }
    if (bytes == null) {
      return invalid(node, path, "a size in bytes", "write a size such as 512m, 1g or 1048576");
    }
    return bytes == 0 ? ABSENT : bytes.toString();
  }

  private Object duration(Node node, YamlPath path, boolean keepZero) {
    Long nanos =
        node instanceof Scalar scalar ? Figures.duration(Figures.text(scalar.value())) : null;
    if (nanos == null) {
      return invalid(node, path, "a duration", "write a duration such as 30s, 1m30s or 500ms");
    }
    return nanos == 0 && !keepZero ? ABSENT : Figures.duration(nanos);
  }

  private Object mode(Node node, YamlPath path) {
    Object value = node instanceof Scalar scalar ? scalar.value() : null;
    if (value instanceof String text) {
      try {
        value = text.length() > 20 ? null : Long.valueOf(text, 8);
      } catch (NumberFormatException _) {
        value = null;
      }
    }
    if (!(value instanceof Long mode)) {
      return invalid(node, path, "a file mode", "write it in octal, such as 0440");
    }
    return "0" + Long.toOctalString(mode);
  }

  private @Nullable Object words(@Nullable Node node, YamlPath path) {
    if (node instanceof Sequence sequence) {
      return texts(sequence);
    }
    String line = Node.text(node);
    if (node == null || line == null) {
      return null;
    }
    List<String> words = ShellWords.split(line);
    if (words == null) {
      report.add(
          node,
          path,
          "'" + path.name() + "' is no command line",
          "a quote or a bracket is not closed in '" + line + "'",
          "close it, or write the command as a list of words");
      return ABSENT;
    }
    return words;
  }

  private static List<@Nullable Object> texts(Sequence sequence) {
    List<@Nullable Object> texts = new ArrayList<>(sequence.size());
    for (Node item : sequence.items()) {
      texts.add(item instanceof Scalar scalar ? Figures.text(scalar.value()) : "");
    }
    return texts;
  }

  private static Object test(Node node) {
    if (node instanceof Sequence sequence) {
      return sequence.size() == 0 ? ABSENT : texts(sequence);
    }
    return List.of("CMD-SHELL", node instanceof Scalar scalar ? Figures.text(scalar.value()) : "");
  }

  private Object variables(Node node, YamlPath path, boolean keepNull) {
    Map<String, @Nullable Object> shown = new TreeMap<>();
    if (node instanceof Sequence sequence) {
      for (Node item : sequence.items()) {
        String text = item instanceof Scalar scalar ? Figures.text(scalar.value()) : "";
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        shown.put(name, equals < 0 ? keepNull ? null : "" : text.substring(equals + 1));
      }
    } else if (node instanceof Mapping mapping) {
      for (Map.Entry<String, Node> entry : mapping.entries().entrySet()) {
        shown.put(entry.getKey(), variable(entry.getValue(), path.child(entry.getKey()), keepNull));
      }
    }
    return shown.isEmpty() ? ABSENT : shown;
  }

  private @Nullable Object variable(Node node, YamlPath path, boolean keepNull) {
    if (node instanceof Scalar scalar) {
      Object value = scalar.value();
      return value == null && keepNull ? null : Figures.text(value);
    }
    return invalid(node, path, "text", "write one value");
  }

  private Object hosts(Node node, YamlPath path) {
    List<String> shown = new ArrayList<>();
    if (node instanceof Mapping mapping) {
      for (Map.Entry<String, Node> entry : mapping.entries().entrySet()) {
        List<Node> values =
            entry.getValue() instanceof Sequence list ? list.items() : List.of(entry.getValue());
        for (Node value : values) {
          host(
              entry.getKey(),
              value instanceof Scalar scalar ? Figures.text(scalar.value()) : "",
              value,
              path.child(entry.getKey()),
              shown);
        }
      }
    } else if (node instanceof Sequence sequence) {
      for (int i = 0; i < sequence.size(); i++) {
        Node item = sequence.items().get(i);
        String text = item instanceof Scalar scalar ? Figures.text(scalar.value()) : "";
        int at = text.indexOf('=') < 0 ? text.indexOf(':') : text.indexOf('=');
        if (at < 0) {
          report.add(
              item,
              path.item(i),
              "'" + text + "' has no address",
              "an extra host is a name and an IP address",
              "write it as 'name=address'");
        } else {
          host(text.substring(0, at), text.substring(at + 1), item, path.item(i), shown);
        }
      }
    }
    Collections.sort(shown);
    return shown.isEmpty() ? ABSENT : shown;
  }

  private void host(String name, String addresses, Node node, YamlPath path, List<String> shown) {
    if (name.isEmpty() || name.indexOf(':') >= 0 || name.indexOf('=') >= 0) {
      report.add(
          node,
          path,
          "'" + name + "' is no host name",
          "it is empty or has ':' or '=' in it",
          "write it as 'name=address'");
      return;
    }
    for (String address : addresses.split(",", -1)) {
      boolean wrapped = address.length() > 2 && address.startsWith("[") && address.endsWith("]");
      shown.add(name + "=" + (wrapped ? address.substring(1, address.length() - 1) : address));
    }
  }

  private Object count(Node node, YamlPath path) {
    return "all".equals(Node.text(node)) ? (Object) EVERY : unlessZero(whole(node, path));
  }

  private Object ssh(Node node, YamlPath path) {
    List<String> shown = new ArrayList<>();
    if (node instanceof Mapping keys) {
      for (Map.Entry<String, Node> entry : keys.entries().entrySet()) {
        if (entry.getValue() instanceof Scalar scalar && !Figures.text(scalar.value()).isEmpty()) {
          report.add(
              entry.getValue(),
              path.child(entry.getKey()),
              "the SSH key '" + entry.getKey() + "' names a file",
              "the canonical model only knows the SSH agent, called 'default'",
              "add the key to the agent with 'ssh-add' and write '- default'");
        }
        shown.add(entry.getKey());
      }
    }
    return shown.isEmpty() ? ABSENT : shown;
  }

  private Object ulimits(Node node, YamlPath path) {
    Map<String, @Nullable Object> shown = new TreeMap<>();
    if (node instanceof Mapping ulimits) {
      for (Map.Entry<String, Node> entry : ulimits.entries().entrySet()) {
        YamlPath at = path.child(entry.getKey());
        Mapping both = Node.mapping(entry.getValue());
        Object value = both == null ? unlessZero(whole(entry.getValue(), at)) : ABSENT;
        shown.put(entry.getKey(), value == ABSENT ? part(both, grammar.part("ulimit"), at) : value);
      }
    }
    return shown.isEmpty() ? ABSENT : shown;
  }

  private static Object multi(Node node) {
    Map<String, @Nullable Object> shown = new TreeMap<>();
    if (node instanceof Mapping options) {
      options
          .entries()
          .forEach((key, value) ->
              shown.put(
                  key,
                  value instanceof Sequence list
                      ? texts(list)
                      : List.of(
                          value instanceof Scalar scalar ? Figures.text(scalar.value()) : "")));
    }
    return shown.isEmpty() ? ABSENT : shown;
  }
}
