package io.usercenter.platform.cli.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object in the making, and its text (RFC 8259). Keys keep their order. */
public final class Json {

  private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

  private Json() {}

  public static Json object() {
    return new Json();
  }

  /** An object that says what it is, as every document of ours does. */
  public static Json schema(String nameAndVersion) {
    return object().put("schema", nameAndVersion);
  }

  /**
   * @param value a string, number, boolean, {@link Json}, list of these, or null
   */
  public Json put(String key, @Nullable Object value) {
    members.put(key, value);
    return this;
  }

  /** On one line, ended by a newline. */
  public String line() {
    StringBuilder text = new StringBuilder();
    write(text, this, -1);
    return text.append('\n').toString();
  }

  /** Indented, ended by a newline. */
  public String pretty() {
    StringBuilder text = new StringBuilder();
    write(text, this, 0);
    return text.append('\n').toString();
  }

  // A depth below zero means: all on one line.
  private static void write(StringBuilder text, @Nullable Object value, int depth) {
    switch (value) {
      case null -> text.append("null");
      case Json json -> writeObject(text, json, depth);
      case List<?> list -> writeList(text, list, depth);
      case Number number -> text.append(number);
      case Boolean truth -> text.append(truth);
      default -> writeString(text, value.toString());
    }
  }

  private static void writeObject(StringBuilder text, Json json, int depth) {
    int deeper = depth < 0 ? depth : depth + 1;
    text.append('{');
    String comma = "";
    for (Map.Entry<String, @Nullable Object> member : json.members.entrySet()) {
      text.append(comma);
      newLine(text, deeper);
      writeString(text, member.getKey());
      text.append(depth < 0 ? ":" : ": ");
      write(text, member.getValue(), deeper);
      comma = ",";
    }
    close(text, json.members.isEmpty(), depth, '}');
  }

  private static void writeList(StringBuilder text, List<?> list, int depth) {
    int deeper = depth < 0 ? depth : depth + 1;
    text.append('[');
    String comma = "";
    for (Object element : list) {
      text.append(comma);
      newLine(text, deeper);
      write(text, element, deeper);
      comma = ",";
    }
    close(text, list.isEmpty(), depth, ']');
  }

  private static void close(StringBuilder text, boolean empty, int depth, char end) {
    if (!empty) {
      newLine(text, depth);
    }
    text.append(end);
  }

  private static void newLine(StringBuilder text, int depth) {
    if (depth >= 0) {
      text.append('\n').repeat("  ", depth);
    }
  }

  private static void writeString(StringBuilder text, String value) {
    text.append('"');
    for (int at = 0; at < value.length(); at++) {
      char c = value.charAt(at);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (c < ' ' || c == '\u007f') {
            text.append(String.format("\\u%04x", (int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }
}
