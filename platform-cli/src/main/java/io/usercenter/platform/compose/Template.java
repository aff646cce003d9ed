package io.usercenter.platform.compose;

import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code $NAME}, {@code ${NAME}} and {@code ${NAME<operator>word}} in a text (Compose
 * Specification, "Interpolation"); words may hold further variables, {@code $$} is a dollar.
 */
final class Template {

  /** Values of variables by name; null when one is not set. */
  interface Variables {
    @Nullable String value(String name);
  }

  /**
   * A text that cannot be interpolated; {@link #variable} is set when a required one is missing.
   */
  static final class Invalid extends Exception {
    private static final long serialVersionUID = 1L;

    private final @Nullable String variable;

    Invalid(String message, @Nullable String variable) {
      super(message, null, false, false);
      this.variable = variable;
    }

    @Nullable String variable() {
      return variable;
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }

  private static final int MOST_DEEP = 50;
  private static final int MOST_LETTERS = 1_000_000;

  private final Variables variables;

  private Template(Variables variables) {
    this.variables = variables;
  }

  static String substitute(String text, Variables variables) throws Invalid {
    return text.indexOf('$') < 0 ? text : new Template(variables).expand(text, 0);
  }

  private String expand(String text, int depth) throws Invalid {
    if (depth > MOST_DEEP) {
      throw new Invalid("variables are nested more than " + MOST_DEEP + " deep", null);
    }
    StringBuilder out = new StringBuilder(text.length() + 16);
    Line line = new Line(text);
    int at = 0;
    while (at < text.length()) {
      int dollar = text.indexOf('$', at);
      if (dollar < 0 || dollar == text.length() - 1) {
        break;
      }
      out.append(text, at, dollar);
      at = reference(line, dollar, out, depth);
      if (out.length() > MOST_LETTERS) {
        throw new Invalid("the result is longer than " + MOST_LETTERS + " letters", null);
      }
    }
    return out.append(text, at, text.length()).toString();
  }

  /** Handles what starts with the dollar; gives the index behind it. */
  private int reference(Line line, int dollar, StringBuilder out, int depth) throws Invalid {
    String text = line.text;
    char next = text.charAt(dollar + 1);
    if (next == '$') {
      out.append('$');
      return dollar + 2;
    }
    if (next == '{') {
      return braced(line, dollar, out, depth);
    }
    int end = nameEnd(text, dollar + 1);
    if (end == dollar + 1) {
      out.append('$');
      return end;
    }
    out.append(valueOrEmpty(text.substring(dollar + 1, end)));
    return end;
  }

  private int braced(Line line, int dollar, StringBuilder out, int depth) throws Invalid {
    String text = line.text;
    int start = dollar + 2;
    int end = nameEnd(text, start);
    if (end > start && end < text.length() && text.charAt(end) == '}') {
      out.append(valueOrEmpty(text.substring(start, end)));
      return end + 1;
    }
    int operator = end < text.length() && text.charAt(end) == ':' ? end + 1 : end;
    int last = line.lastBrace(operator);
    if (end == start || last <= operator || "-+?".indexOf(text.charAt(operator)) < 0) {
      throw invalid(text, dollar);
    }
    int close = closingBrace(text, dollar, last + 1);
    int wordEnd = close < 0 ? last : close;
    String word = text.substring(operator + 1, Math.max(operator + 1, wordEnd));
    out.append(
        apply(text.substring(start, end), text.charAt(operator), operator > end, word, depth + 1));
    return wordEnd + 1;
  }

  private static Invalid invalid(String text, int dollar) {
    String part = text.substring(dollar, Math.min(text.length(), dollar + 40));
    return new Invalid(
        "'" + part + "' is neither '${NAME}' nor '${NAME:-default}', ':?message' or ':+other'",
        null);
  }

  /** The word is expanded even when it is not used: a mistake in it always shows. */
  private String apply(String name, char operator, boolean orEmpty, String text, int depth)
      throws Invalid {
    String word = expand(text, depth);
    String value = variables.value(name);
    boolean usable = value != null && !(orEmpty && value.isEmpty());
    return switch (operator) {
      case '-' -> usable && value != null ? value : word;
      case '+' -> usable ? word : value == null ? "" : value;
      default -> {
        if (usable && value != null) {
          yield value;
        }
        String state = value == null ? "is not set" : "is empty";
        throw new Invalid("'" + name + "' " + state + (word.isEmpty() ? "" : ": " + word), name);
      }
    };
  }

  private String valueOrEmpty(String name) {
    String value = variables.value(name);
    return value == null ? "" : value;
  }

  private static int nameEnd(String text, int start) {
    int at = start;
    while (at < text.length() && isNamePart(text.charAt(at), at > start)) {
      at++;
    }
    return at;
  }

  private static boolean isNamePart(char c, boolean inside) {
    return c == '_' || Letters.isLetter(c) || (inside && Letters.isDigit(c));
  }

  /** The line last looked at, so that a long line with many variables is searched once. */
  private static final class Line {

    private final String text;
    private int end = -1;
    private int brace;

    Line(String text) {
      this.text = text;
    }

    /** The last closing brace in the line of an index and not before it, or -1. */
    int lastBrace(int from) {
      if (from > end) {
        int lineEnd = text.indexOf('\n', from);
        end = lineEnd < 0 ? text.length() : lineEnd;
        brace = text.lastIndexOf('}', end);
      }
      return brace < from ? -1 : brace;
    }
  }

  /** The brace that closes the one behind the dollar, or -1. */
  private static int closingBrace(String text, int dollar, int end) {
    int open = 0;
    for (int i = dollar; i < end; i++) {
      char c = text.charAt(i);
      if (c == '}' && --open == 0) {
        return i;
      }
      if (c == '{') {
        open++;
        i++;
      }
    }
    return -1;
  }
}
