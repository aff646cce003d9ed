package io.usercenter.platform.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** The body of an answer: with a length, in chunks, or up to the end of the connection. */
final class Body extends InputStream {

  private final InputStream in;
  private final boolean chunked;
  private final boolean counted;
  // Of the chunk, or of the whole.
  private long left;
  private boolean ended;

  Body(InputStream in, Map<String, String> headers) throws IOException {
    this.in = in;
    this.chunked = "chunked".equalsIgnoreCase(headers.get("transfer-encoding"));
    String length = headers.get("content-length");
    this.counted = !chunked && length != null;
    this.left = counted && length != null ? number(length, 10) : 0;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (chunked && left == 0 && !ended) {
      nextChunk();
    }
    if (ended || (counted && left == 0)) {
      return -1;
    }
    int count = in.read(bytes, offset, chunked || counted ? (int) Math.min(left, length) : length);
    if (count < 0) {
      ended = true;
      if (chunked || counted) {
        throw new EOFException("it closed the connection in the middle of an answer");
      }
      return -1;
    }
    left -= count;
    if (chunked && left == 0) {
      EngineLine.line(in);
    }
    return count;
  }

  private void nextChunk() throws IOException {
    String size = EngineLine.line(in).split(";", 2)[0].strip();
    left = number(size, 16);
    ended = left == 0;
  }

  private static long number(String text, int radix) throws IOException {
    try {
      return Long.parseUnsignedLong(text, radix) & Long.MAX_VALUE;
    } catch (NumberFormatException notOne) {
      throw new IOException("its answer is garbled: '" + text + "' is no length", notOne);
    }
  }

  @Override
  public int available() throws IOException {
    return ended ? 0 : in.available();
  }
}
