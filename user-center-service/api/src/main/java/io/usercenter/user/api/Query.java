package io.usercenter.user.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parameters of a URL, read strictly: each once, with whole escapes, in UTF-8. */
final class Query {
  private final Map<String, String> raw = new HashMap<>();

  private Query() {}

  /** Fails with 400 for a parameter given twice. */
  static Query of(@Nullable String query) {
    Query read = new Query();
    if (query != null) {
      for (String pair : query.split("&", -1)) {
        read.add(pair);
      }
    }
    return read;
  }

  private void add(String pair) {
    int equals = pair.indexOf('=');
    String name = equals < 0 ? pair : pair.substring(0, equals);
    String value = equals < 0 ? "" : pair.substring(equals + 1);
    if (raw.putIfAbsent(name, value) != null) {
      throw HttpFailure.parameter(name, "the parameter \"" + name + "\" is given more than once");
    }
  }

  /** Empty counts as absent. */
  Optional<String> text(String name) {
    String value = raw.getOrDefault(name, "");
    return value.isEmpty() ? Optional.empty() : Optional.of(decoded(name, value));
  }

  String required(String name) {
    return text(name)
        .orElseThrow(() -> HttpFailure.parameter(name, "field \"" + name + "\" is not set"));
  }

  String required(String name, int longest) {
    return limited(name, required(name), longest);
  }

  /** Empty when absent. */
  String optional(String name, int longest) {
    return limited(name, text(name).orElse(""), longest);
  }

  private static String limited(String name, String text, int longest) {
    if (text.codePointCount(0, text.length()) > longest) {
      throw HttpFailure.parameter(
          name, "\"%s\" is longer than %d characters".formatted(name, longest));
    }
    return text;
  }

  int integer(String name, int fallback, int least, int most) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      int value = Integer.parseInt(text.get());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below, like a number outside the range
    }
    throw HttpFailure.parameter(
        name, "\"%s\" must be a whole number from %d to %d".formatted(name, least, most));
  }

  private static String decoded(String name, String value) {
    ByteBuffer bytes = ByteBuffer.allocate(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '%') {
        bytes.put(escaped(name, value, i));
        i += 2;
      } else if (c > '~' || c <= ' ') {
        throw HttpFailure.parameter(name, "\"" + name + "\" is not percent-encoded");
      } else {
        bytes.put((byte) (c == '+' ? ' ' : c));
      }
    }
    return text(name, bytes.flip());
  }

  /** The message is Go's. */
  private static byte escaped(String name, String value, int at) {
    int high = at + 2 < value.length() ? Character.digit(value.charAt(at + 1), 16) : -1;
    int low = high < 0 ? -1 : Character.digit(value.charAt(at + 2), 16);
    if (low < 0) {
      String escape = value.substring(at, Math.min(at + 3, value.length()));
      throw HttpFailure.parameter(name, "invalid URL escape \"" + escape + "\"");
    }
    return (byte) (high * 16 + low);
  }

  private static String text(String name, ByteBuffer bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      if (text.chars().anyMatch(Character::isISOControl)) {
        throw HttpFailure.parameter(name, "\"" + name + "\" has control characters");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw HttpFailure.parameter(name, "\"" + name + "\" is not UTF-8");
    }
  }
}
