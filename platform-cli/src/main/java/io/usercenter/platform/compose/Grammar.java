package io.usercenter.platform.compose;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every attribute a Compose file may have, the kinds of value it takes, and how the canonical model
 * shows it. Parsed once from the table in {@link GrammarTable}, whose notation it documents.
 */
final class Grammar {

  /** A kind of value an attribute takes. */
  sealed interface Kind {

    /** Text, possibly one of some words. */
    record Text(List<String> words, @Nullable String form) implements Kind {}

    record Truth() implements Kind {}

    /** A number within bounds, whole or not. */
    record Numeric(boolean whole, long least, long most) implements Kind {}

    record Nothing() implements Kind {}

    record Anything() implements Kind {}

    /** A list; {@code unique}: no two items may be equal. */
    record ListOf(List<Kind> items, boolean unique) implements Kind {}

    /** A mapping with keys of the user; {@code names}: what keys may look like. */
    record MapOf(List<Kind> values, @Nullable String names) implements Kind {}

    /** A mapping with keys of the specification. */
    record Part(String name) implements Kind {}
  }

  /**
   * How the canonical model shows a value; {@code OPT_} keeps the zero, {@code ALWAYS} the empty.
   */
  enum Shape {
    PLAIN,
    OPT_TRUTH,
    WHOLE,
    OPT_WHOLE,
    NUMBER,
    BYTES,
    DURATION,
    OPT_DURATION,
    MODE,
    WORDS,
    TEST,
    LABELS,
    VARIABLES,
    HOSTS,
    COUNT,
    SSH,
    ULIMIT,
    MULTI,
    DROP,
    ALWAYS
  }

  /** One attribute. */
  record Field(String name, String shownAs, List<Kind> kinds, Shape shape) {}

  /** The attributes of a mapping; {@code open}: others are let through. */
  record PartOf(
      String name,
      boolean extensible,
      boolean open,
      Set<String> required,
      Map<String, Field> fields) {}

  private static final Grammar COMPOSE = new Grammar(GrammarTable.TEXT);

  private final Map<String, PartOf> parts = new HashMap<>();
  private final Map<String, List<Kind>> names = new HashMap<>();

  private Grammar(String table) {
    PartOf part = null;
    for (String line : table.split("\n", -1)) {
      if (line.startsWith("  ")) {
        add(part, line.strip());
      } else if (line.indexOf('=') > 0 && !line.startsWith("part ")) {
        int at = line.indexOf(" = ");
        names.put(line.substring(0, at), new Reader(line.substring(at + 3)).kinds());
      } else if (!line.isBlank()) {
        part = part(line.split(" ", -1));
      }
    }
  }

  static Grammar compose() {
    return COMPOSE;
  }

  PartOf part(String name) {
    PartOf part = parts.get(name);
    if (part == null) {
      throw new IllegalStateException("the grammar has no part " + name);
    }
    return part;
  }

  private PartOf part(String[] words) {
    Set<String> required = new HashSet<>();
    Set<String> flags = Set.of(words);
    for (String word : words) {
      if (word.startsWith("required=")) {
        required.addAll(List.of(word.substring("required=".length()).split(",")));
      }
    }
    PartOf part =
        new PartOf(
            words[1],
            flags.contains("x"),
            flags.contains("open"),
            Set.copyOf(required),
            new LinkedHashMap<>());
    parts.put(part.name(), part);
    return part;
  }

  private void add(@Nullable PartOf part, String line) {
    if (part == null) {
      throw new IllegalStateException("an attribute before the first part: " + line);
    }
    String[] words = words(line);
    Shape shape = words.length == 3 ? Shape.valueOf(words[2]) : Shape.PLAIN;
    int at = words[0].indexOf('>');
    String name = at < 0 ? words[0] : words[0].substring(0, at);
    String shownAs = at < 0 ? name : words[0].substring(at + 1);
    part.fields().put(name, new Field(name, shownAs, new Reader(words[1]).kinds(), shape));
  }

  /** Attribute, kinds and, if there is one, the shape. */
  private static String[] words(String line) {
    int first = line.indexOf(' ');
    int second = line.indexOf(' ', first + 1);
    String name = line.substring(0, first);
    return second < 0
        ? new String[] {name, line.substring(first + 1)}
        : new String[] {name, line.substring(first + 1, second), line.substring(second + 1)};
  }

  /** Reads kinds such as {@code text|[@ports]!}. */
  private final class Reader {

    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    List<Kind> kinds() {
      List<Kind> kinds = new ArrayList<>();
      do {
        if (peek() == '|') {
          at++;
        }
        addKind(kinds);
      } while (at < text.length() && peek() == '|');
      return kinds;
    }

    private char peek() {
      return at < text.length() ? text.charAt(at) : '\0';
    }

    private void addKind(List<Kind> kinds) {
      switch (peek()) {
        case '[' -> {
          at++;
          List<Kind> items = kinds();
          at++;
          kinds.add(new Kind.ListOf(items, taken('!')));
        }
        case '{' -> {
          at++;
          String keys = taken('~') ? "a-zA-Z0-9._-" : taken('^') ? "a-z" : null;
          List<Kind> values = kinds();
          at++;
          kinds.add(new Kind.MapOf(values, keys));
        }
        case '@' -> {
          at++;
          kinds.add(new Kind.Part(word()));
        }
        default -> addWord(kinds, word());
      }
    }

    private boolean taken(char c) {
      if (peek() != c) {
        return false;
      }
      at++;
      return true;
    }

    private String word() {
      int start = at;
      while (at < text.length() && "|]}(/<".indexOf(peek()) < 0) {
        at++;
      }
      return text.substring(start, at);
    }

    private String until(char end) {
      int start = at + 1;
      at = text.indexOf(end, start) + 1;
      return text.substring(start, at - 1);
    }

    private void addWord(List<Kind> kinds, String word) {
      switch (word) {
        case "text" -> {
          List<String> words = peek() == '(' ? List.of(until(')').split(",")) : List.of();
          kinds.add(new Kind.Text(words, peek() == '/' ? until('/') : null));
        }
        case "truth" -> kinds.add(new Kind.Truth());
        case "whole", "number" -> kinds.add(numeric(word.equals("whole")));
        case "nothing" -> kinds.add(new Kind.Nothing());
        case "any" -> kinds.add(new Kind.Anything());
        default -> {
          List<Kind> named = names.get(word);
          if (named == null) {
            throw new IllegalStateException("the grammar has no kind " + word);
          }
          kinds.addAll(named);
        }
      }
    }

    private Kind numeric(boolean whole) {
      if (peek() != '<') {
        return new Kind.Numeric(whole, Long.MIN_VALUE, Long.MAX_VALUE);
      }
      String[] bounds = until('>').split(",", -1);
      return new Kind.Numeric(
          whole,
          Long.parseLong(bounds[0]),
          bounds[1].isEmpty() ? Long.MAX_VALUE : Long.parseLong(bounds[1]));
    }
  }
}
