package io.usercenter.platform.compose;

import io.usercenter.platform.compose.Grammar.Field;
import io.usercenter.platform.compose.Grammar.Kind;
import io.usercenter.platform.compose.Grammar.PartOf;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks a tree against the grammar: unknown keys, wrong kinds, missing keys, repetitions. */
final class SchemaCheck {

  private static final Set<String> PULL_POLICIES =
      Set.of("always", "never", "build", "if_not_present", "missing", "refresh", "daily", "weekly");

  private final Grammar grammar;
  private final Report report;

  SchemaCheck(Grammar grammar, Report report) {
    this.grammar = grammar;
    this.report = report;
  }

  void check(Mapping root) {
    part(root, grammar.part("root"), YamlPath.ROOT);
  }

  private void part(Mapping mapping, PartOf part, YamlPath path) {
    for (Map.Entry<String, Node> entry : mapping.entries().entrySet()) {
      Field field = part.fields().get(entry.getKey());
      YamlPath at = path.child(entry.getKey());
      if (field != null) {
        value(entry.getValue(), field.kinds(), at);
      } else if (!part.open() && !(part.extensible() && entry.getKey().startsWith("x-"))) {
        unknownKey(entry.getValue(), part, at);
      }
    }
    for (String key : part.required()) {
      if (!mapping.has(key)) {
        report.add(
            mapping,
            path,
            "'" + key + "' is missing",
            "'" + path + "' needs it",
            "add '" + key + ": ...'");
      }
    }
  }

  private void unknownKey(Node node, PartOf part, YamlPath path) {
    Place place = node.place();
    String where =
        path.parent() == null || path.parent().isRoot()
            ? "a Compose file"
            : "'" + path.parent() + "'";
    String fix =
        NearestName.suggest(path.name(), part.fields().keySet())
            .map(near -> "write '" + near + "'")
            .orElse(
                part.extensible()
                    ? "remove it, or name it 'x-" + path.name() + "' to have it ignored"
                    : "remove it");
    report.add(
        place,
        path,
        "the key '" + path.name() + "' is unknown",
        where + " has no such attribute in the Compose Specification",
        fix);
  }

  private void value(Node node, List<Kind> kinds, YamlPath path) {
    if (node instanceof Scalar scalar && scalar.isUnknown()) {
      return;
    }
    Kind kind = matching(node, kinds);
    if (kind == null) {
      wrongKind(node, kinds, path);
      return;
    }
    if (kind instanceof Kind.Part part) {
      part((Mapping) node, grammar.part(part.name()), path);
    } else if (kind instanceof Kind.ListOf list) {
      items((Sequence) node, list, path);
    } else if (kind instanceof Kind.MapOf map) {
      entries((Mapping) node, map, path);
    } else if (kind instanceof Kind.Text text) {
      text((Scalar) node, text, path);
    } else if (kind instanceof Kind.Numeric numeric) {
      bounds((Scalar) node, numeric, path);
    }
  }

  private static @Nullable Kind matching(Node node, List<Kind> kinds) {
    for (Kind kind : kinds) {
      if (matches(node, kind)) {
        return kind;
      }
    }
    return null;
  }

  private static boolean matches(Node node, Kind kind) {
    if (kind instanceof Kind.Anything) {
      return true;
    }
    if (node instanceof Mapping) {
      return kind instanceof Kind.Part || kind instanceof Kind.MapOf;
    }
    if (node instanceof Sequence) {
      return kind instanceof Kind.ListOf;
    }
    return matches(((Scalar) node).value(), kind);
  }

  private static boolean matches(@Nullable Object value, Kind kind) {
    if (value == null) {
      return kind instanceof Kind.Nothing;
    }
    if (kind instanceof Kind.Numeric numeric) {
      return value instanceof Long
          || (value instanceof Double number && (!numeric.whole() || number == Math.rint(number)));
    }
    return (kind instanceof Kind.Text && value instanceof String)
        || (kind instanceof Kind.Truth && value instanceof Boolean);
  }

  private void wrongKind(Node node, List<Kind> kinds, YamlPath path) {
    String expected = expected(kinds);
    boolean texts = kinds.stream().anyMatch(Kind.Text.class::isInstance);
    String fix = "write " + expected;
    if (texts && node instanceof Scalar scalar && scalar.value() != null) {
      fix = "put it in quotes: \"" + scalar.value() + "\"";
    } else if (Node.isNull(node)) {
      fix = "give it a value, or remove the key";
    }
    report.add(node, path, "'" + path.name() + "' is " + node.kind(), "it takes " + expected, fix);
  }

  private static String expected(List<Kind> kinds) {
    List<String> names = new ArrayList<>();
    for (Kind kind : kinds) {
      String name = name(kind);
      if (!names.contains(name)) {
        names.add(name);
      }
    }
    int last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }

  private static String name(Kind kind) {
    return switch (kind) {
      case Kind.Anything _ -> "anything";
      case Kind.Part _, Kind.MapOf _ -> "a mapping";
      case Kind.ListOf _ -> "a list";
      case Kind.Text(List<String> words, String _) ->
          words.isEmpty() ? "text" : "one of " + String.join(", ", words);
      case Kind.Truth _ -> "true or false";
      case Kind.Nothing _ -> "nothing";
      case Kind.Numeric numeric -> numeric.whole() ? "a whole number" : "a number";
    };
  }

  private void items(Sequence sequence, Kind.ListOf kind, YamlPath path) {
    for (int i = 0; i < sequence.size(); i++) {
      value(sequence.items().get(i), kind.items(), path.item(i));
    }
    if (kind.unique()) {
      unique(sequence, path);
    }
  }

  private void unique(Sequence sequence, YamlPath path) {
    Set<@Nullable Object> seen = new HashSet<>();
    for (int i = 0; i < sequence.size(); i++) {
      Node item = sequence.items().get(i);
      Object value = item instanceof Scalar scalar ? scalar.value() : item;
      if (!seen.add(value)) {
        report.add(
            item,
            path.item(i),
            "an item of '" + path.name() + "' is written twice",
            "each item of this list may stand in it once",
            "remove this one");
      }
    }
  }

  private void entries(Mapping mapping, Kind.MapOf kind, YamlPath path) {
    for (Map.Entry<String, Node> entry : mapping.entries().entrySet()) {
      YamlPath at = path.child(entry.getKey());
      if (kind.names() != null && !isName(entry.getKey(), kind.names())) {
        if (isFree(path)) {
          continue;
        }
        report.add(
            entry.getValue(),
            at,
            "'" + entry.getKey() + "' cannot be a name here",
            "names consist of letters, digits, '.', '_' and '-'",
            "rename it");
      }
      value(entry.getValue(), kind.values(), at);
    }
  }

  /** The specification closes neither networks nor models nor ulimits to other names. */
  private static boolean isFree(YamlPath path) {
    return switch (path.name()) {
      case "ulimits", "models" -> true;
      case "networks" -> path.depth() == 1;
      default -> false;
    };
  }

  private static boolean isName(String key, String letters) {
    boolean lower = letters.equals("a-z");
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      boolean other = Letters.isAlphanumeric(c) || "._-".indexOf(c) >= 0;
      if (!Letters.isSmall(c) && (lower || !other)) {
        return false;
      }
    }
    return !key.isEmpty();
  }

  private void text(Scalar scalar, Kind.Text kind, YamlPath path) {
    String text = String.valueOf(scalar.value());
    if (!kind.words().isEmpty() && !kind.words().contains(text)) {
      report.add(
          scalar,
          path,
          "'" + path.name() + "' cannot be '" + text + "'",
          "it is one of " + String.join(", ", kind.words()),
          NearestName.suggest(text, kind.words())
              .map(near -> "write '" + near + "'")
              .orElse("write one of them"));
    } else if ("container".equals(kind.form()) && !hasContainerName(text)) {
      report.add(
          scalar,
          path,
          "'" + text + "' cannot name a container",
          "a name has two or more of letters, digits, '_', '.' and '-', the first a letter or digit",
          "rename it");
    } else if ("pull_policy".equals(kind.form()) && !hasPullPolicy(text)) {
      report.add(
          scalar,
          path,
          "'pull_policy' cannot be '" + text + "'",
          "it is one of always, never, build, missing, daily, weekly, or every_ with a duration",
          NearestName.suggest(text, PULL_POLICIES)
              .map(near -> "write '" + near + "'")
              .orElse("write one of them, such as 'missing'"));
    }
  }

  private static boolean hasContainerName(String text) {
    for (int i = 0; i + 1 < text.length(); i++) {
      if (Letters.isAlphanumeric(text.charAt(i))
          && (Letters.isAlphanumeric(text.charAt(i + 1))
              || "_.-".indexOf(text.charAt(i + 1)) >= 0)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasPullPolicy(String text) {
    for (String policy : PULL_POLICIES) {
      if (text.contains(policy)) {
        return true;
      }
    }
    int every = text.indexOf("every_");
    int at = every + "every_".length();
    int start = at;
    while (every >= 0 && at < text.length() && Character.isDigit(text.charAt(at))) {
      at++;
    }
    return every >= 0 && at > start && at < text.length() && "wdhms".indexOf(text.charAt(at)) >= 0;
  }

  private void bounds(Scalar scalar, Kind.Numeric kind, YamlPath path) {
    double number = ((Number) Objects.requireNonNull(scalar.value())).doubleValue();
    boolean tooLow = kind.least() != Long.MIN_VALUE && number < kind.least();
    if (tooLow || (kind.most() != Long.MAX_VALUE && number > kind.most())) {
      String most = kind.most() == Long.MAX_VALUE ? "" : " and at most " + kind.most();
      report.add(
          scalar,
          path,
          "'" + path.name() + "' cannot be " + scalar.value(),
          "it is at least " + kind.least() + most,
          "write a number in these bounds");
    }
  }
}
