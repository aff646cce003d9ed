package io.usercenter.user.log;

import java.util.HexFormat;

/** Builds one JSON object of text fields. */
final class JsonLine {
  private final StringBuilder json = new StringBuilder(256).append('{');

  void text(String name, String value) {
    if (json.length() > 1) {
      json.append(',');
    }
    json.append('"').append(name).append("\":\"");
    for (int i = 0; i < value.length(); i++) {
      escaped(value.charAt(i));
    }
    json.append('"');
  }

  StringBuilder end() {
    return json.append('}');
  }

  private void escaped(char c) {
    switch (c) {
      case '"' -> json.append("\\\"");
      case '\\' -> json.append("\\\\");
      case '\n' -> json.append("\\n");
      case '\r' -> json.append("\\r");
      case '\t' -> json.append("\\t");
      default -> {
        if (c < ' ' || Character.isSurrogate(c)) {
          json.append("\\u").append(HexFormat.of().toHexDigits(c));
        } else {
          json.append(c);
        }
      }
    }
  }
}
