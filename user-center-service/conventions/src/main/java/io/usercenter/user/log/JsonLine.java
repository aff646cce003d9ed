package io.usercenter.user.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builds one line after the other as UTF-8, in a buffer that is used again. */
final class JsonLine {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes = new byte[1024];
  private int length;

  /** Forgets the last object and begins another with a constant: a brace and a field. */
  JsonLine begin(byte[] start) {
    length = 0;
    return constant(start);
  }

  /** Adds what is JSON already. */
  JsonLine constant(byte[] json) {
    room(json.length);
    System.arraycopy(json, 0, bytes, length, json.length);
    length += json.length;
    return this;
  }

  /** Adds a field with a text; the key needs no escapes. */
  JsonLine text(String key, CharSequence value) {
    return name(key).quoted(value);
  }

  JsonLine number(String key, long value) {
    return name(key).number(value);
  }

  /** Adds the text in quotes. */
  JsonLine quoted(CharSequence value) {
    room(2 + 6 * value.length());
    bytes[length++] = '"';
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
        bytes[length++] = (byte) c;
      } else {
        i += other(value, i, c);
      }
    }
    bytes[length++] = '"';
    return this;
  }

  JsonLine number(long value) {
    room(20);
    if (value < 0 || value > 999_999_999_999_999L) {
      return constant(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
    }
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    long rest = value;
    for (int at = length + digits - 1; at >= length; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
    return this;
  }

  /** Ends the object and its line. */
  JsonLine end() {
    room(1);
    bytes[length++] = '}';
    return newline();
  }

  JsonLine newline() {
    room(1);
    bytes[length++] = '\n';
    return this;
  }

  /** Adds a character and a text as it is: for lines that are not JSON. */
  JsonLine plain(char before, String text) {
    room(1);
    bytes[length++] = (byte) before;
    return constant(text.getBytes(StandardCharsets.UTF_8));
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private JsonLine name(String key) {
    room(key.length() + 4);
    bytes[length++] = ',';
    bytes[length++] = '"';
    for (int i = 0; i < key.length(); i++) {
      bytes[length++] = (byte) key.charAt(i);
    }
    bytes[length++] = '"';
    bytes[length++] = ':';
    return this;
  }

  /** An escape or more than one byte; returns how many further characters it took. */
  private int other(CharSequence value, int at, char c) {
    switch (c) {
      case '"', '\\' -> escape(c);
      case '\n' -> escape('n');
      case '\r' -> escape('r');
      case '\t' -> escape('t');
      default -> {
        return c >= 0x80 ? encoded(value, at, c) : control(c);
      }
    }
    return 0;
  }

  private void escape(char c) {
    bytes[length++] = '\\';
    bytes[length++] = (byte) c;
  }

  private int control(char c) {
    bytes[length++] = '\\';
    bytes[length++] = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) {
      bytes[length++] = HEX[(c >> shift) & 0xf];
    }
    return 0;
  }

  /** Half of a surrogate pair has no UTF-8, so it is escaped. */
  private int encoded(CharSequence value, int at, char c) {
    boolean pair =
        Character.isHighSurrogate(c)
            && at + 1 < value.length()
            && Character.isLowSurrogate(value.charAt(at + 1));
    if (Character.isSurrogate(c) && !pair) {
      return control(c);
    }
    int point = pair ? Character.toCodePoint(c, value.charAt(at + 1)) : c;
    if (point < 0x800) {
      bytes[length++] = (byte) (0xc0 | (point >> 6));
    } else {
      if (point < 0x10000) {
        bytes[length++] = (byte) (0xe0 | (point >> 12));
      } else {
        bytes[length++] = (byte) (0xf0 | (point >> 18));
        bytes[length++] = (byte) (0x80 | ((point >> 12) & 0x3f));
      }
      bytes[length++] = (byte) (0x80 | ((point >> 6) & 0x3f));
    }
    bytes[length++] = (byte) (0x80 | (point & 0x3f));
    return pair ? 1 : 0;
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
