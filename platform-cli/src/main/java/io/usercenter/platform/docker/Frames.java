package io.usercenter.platform.docker;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The engine's stream of standard output and error: frames of one byte for the stream, three zeros,
 * four bytes of length. A container with a terminal writes without frames.
 */
final class Frames {

  static final int HEAD = 8;

  private Frames() {}

  /** The text of all streams in the order in which it was written. */
  static String text(byte[] bytes) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    int at = 0;
    while (isHead(bytes, at)) {
      int length = length(bytes, at);
      int end = Math.min(bytes.length, at + HEAD + length);
      text.write(bytes, at + HEAD, end - at - HEAD);
      at = end;
    }
    text.write(bytes, at, bytes.length - at);
    return text.toString(StandardCharsets.UTF_8);
  }

  static boolean isHead(byte[] bytes, int at) {
    return bytes.length - at >= HEAD
        && bytes[at] >= 0
        && bytes[at] <= 2
        && bytes[at + 1] == 0
        && bytes[at + 2] == 0
        && bytes[at + 3] == 0;
  }

  static int length(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes, at + 4, 4).getInt() & Integer.MAX_VALUE;
  }
}
