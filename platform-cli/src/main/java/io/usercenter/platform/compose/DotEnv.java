package io.usercenter.platform.compose;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code .env} and {@code env_file} files: {@code NAME=value}, quotes, comments, {@code
 * export} and variables, as the reference implementation of Compose reads them.
 */
final class DotEnv {

  /** A file that is not in this form. */
  static final class Invalid extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;

    Invalid(int line, String message) {
      super(message, null, false, false);
      this.line = line;
    }

    int line() {
      return line;
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }

  private final String text;
  private final Template.Variables outer;
  private final Map<String, String> values = new LinkedHashMap<>();
  private int at;
  private int line = 1;

  private DotEnv(String text, Template.Variables outer) {
    this.text = text;
    this.outer = outer;
  }

  /**
   * Values in the order of the file.
   *
   * @param outer variables the file may refer to, beside its own
   */
  static Map<String, String> parse(String text, Template.Variables outer) throws Invalid {
    String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return new DotEnv(plain.replace("\r\n", "\n"), outer).parse();
  }

  /** Each line is {@code NAME=value}; the value is taken as it stands. */
  static Map<String, String> parseRaw(String text, Template.Variables outer) throws Invalid {
    Map<String, String> values = new LinkedHashMap<>();
    int number = 0;
    for (String each : text.replace("\r\n", "\n").split("\n", -1)) {
      number++;
      String stripped = each.stripLeading();
      if (stripped.isEmpty() || stripped.startsWith("#")) {
        continue;
      }
      int equals = stripped.indexOf('=');
      String name = equals < 0 ? stripped : stripped.substring(0, equals);
      if (name.isEmpty() || name.indexOf(' ') >= 0 || name.indexOf('\t') >= 0) {
        throw new Invalid(number, "'" + name + "' is not a name of a variable");
      }
      String value = equals < 0 ? outer.value(name) : stripped.substring(equals + 1);
      if (value != null) {
        values.put(name, value);
      }
    }
    return values;
  }

  private Map<String, String> parse() throws Invalid {
    while (toNextStatement()) {
      statement();
    }
    return values;
  }

  private boolean toNextStatement() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (Character.isWhitespace(c) || isBlank(c)) {
        line += c == '\n' ? 1 : 0;
        at++;
      } else {
        return true;
      }
    }
    return false;
  }

  private void statement() throws Invalid {
    skipExport();
    int start = at;
    while (at < text.length() && "=:\n".indexOf(text.charAt(at)) < 0) {
      char c = text.charAt(at);
      if (!isBlank(c) && !isNamePart(c)) {
        throw new Invalid(line, "'" + c + "' cannot stand in a name of a variable");
      }
      at++;
    }
    boolean ended = at >= text.length();
    boolean inherited = !ended && text.charAt(at) == '\n';
    String name = ended ? "" : text.substring(start, at).stripTrailing();
    if (name.indexOf(' ') >= 0) {
      throw new Invalid(line, "a name of a variable cannot contain a space: '" + name + "'");
    }
    // Without an equals sign and without a line end, the reference takes it for a value.
    at = ended ? start : at + 1;
    assign(name, inherited);
  }

  private void assign(String name, boolean inherited) throws Invalid {
    skipBlanks();
    if (inherited) {
      line++;
      String value = outer.value(name);
      if (value != null) {
        values.put(name, value);
      }
    } else {
      values.put(name, value());
    }
  }

  private void skipExport() {
    int end = at + "export".length();
    if (text.startsWith("export", at)
        && end < text.length()
        && " \t\n\f\r".indexOf(text.charAt(end)) >= 0) {
      at = end;
      skipBlanks();
    }
  }

  private void skipBlanks() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
  }

  private String value() throws Invalid {
    char quote = at < text.length() ? text.charAt(at) : '\n';
    if (quote == '"' || quote == '\'') {
      String quoted = quoted(quote);
      return quote == '"' ? expand(unescape(quoted)) : quoted;
    }
    int end = text.indexOf('\n', at);
    String value = end < 0 ? text.substring(at) : text.substring(at, end);
    at = end < 0 ? text.length() : end + 1;
    int comment = value.indexOf(" #");
    value = comment < 0 ? value : value.substring(0, comment);
    String expanded = expand(stripTrailing(value));
    line++;
    return expanded;
  }

  private String quoted(char quote) throws Invalid {
    StringBuilder out = new StringBuilder();
    int startLine = line;
    for (int i = at + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      line += c == '\n' ? 1 : 0;
      if (c == '\\' && i + 1 < text.length()) {
        char escaped = text.charAt(++i);
        line += escaped == '\n' ? 1 : 0;
        out.append(escaped == quote ? "" : "\\").append(escaped);
      } else if (c == quote) {
        at = i + 1;
        return out.toString();
      } else {
        out.append(c);
      }
    }
    throw new Invalid(startLine, "the quote " + quote + " is not closed");
  }

  private String expand(String value) throws Invalid {
    try {
      return Template.substitute(value, this::lookUp);
    } catch (Template.Invalid e) {
      throw new Invalid(line, e.why());
    }
  }

  private @Nullable String lookUp(String name) {
    String own = values.get(name);
    return own == null ? outer.value(name) : own;
  }

  private static String unescape(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\' || i + 1 == text.length()) {
        out.append(c);
      } else if (text.charAt(i + 1) == '0') {
        i = octal(text, i, out);
      } else {
        i++;
        out.append(escape(text.charAt(i)));
      }
    }
    return out.toString();
  }

  private static String escape(char c) {
    return switch (c) {
      case 'a' -> "\u0007";
      case 'b' -> "\b";
      case 'f' -> "\f";
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case 'v' -> "\u000B";
      case '"' -> "\"";
      case '\\' -> "\\";
      case '$' -> "$$";
      default -> "\\" + c;
    };
  }

  /** {@code \0} and three octal digits; anything else stays as it is. */
  private static int octal(String text, int start, StringBuilder out) {
    int end = start + 2;
    while (end < text.length() && end < start + 5 && Character.isDigit(text.charAt(end))) {
      end++;
    }
    String digits = text.substring(start + 2, end);
    if (digits.length() == 3 && digits.compareTo("377") <= 0 && digits.matches("[0-7]+")) {
      out.append((char) Integer.parseInt(digits, 8));
    } else {
      out.append(text, start, end);
    }
    return end - 1;
  }

  private static String stripTrailing(String text) {
    int end = text.length();
    while (end > 0
        && (Character.isWhitespace(text.charAt(end - 1)) || isBlank(text.charAt(end - 1)))) {
      end--;
    }
    return text.substring(0, end);
  }

  private static boolean isBlank(char c) {
    return c == ' '
        || c == '\t'
        || c == '\u000B'
        || c == '\f'
        || c == '\r'
        || c == '\u0085'
        || c == '\u00A0';
  }

  private static boolean isNamePart(char c) {
    return c == '_' || c == '.' || c == '-' || c == '[' || c == ']' || Character.isLetterOrDigit(c);
  }
}
