package io.usercenter.user.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A connection on which a test says what no HTTP client would. */
final class Raw implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  /** An answer whose connection was closed after it; its body was not chunked. */
  record Reply(int status, String head, String body) {}

  private final Socket socket;

  Raw(int port) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(PATIENCE_MILLIS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One byte for each char, so that a test may send any byte. */
  Raw send(String text) {
    try {
      OutputStream out = socket.getOutputStream();
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** False once the other side has closed. */
  boolean trickle(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Everything until the other side closes. */
  String answer() {
    StringBuilder answer = new StringBuilder();
    try {
      InputStream in = socket.getInputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        answer.append((char) next);
      }
    } catch (SocketException e) {
      // A reset ends the answer as well.
    } catch (IOException e) {
      throw new UncheckedIOException("after " + answer, e);
    }
    return answer.toString();
  }

  Reply reply() {
    String answer = answer();
    int end = answer.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new AssertionError("no answer but '" + answer + "'");
    }
    String body = answer.substring(end + 4);
    return new Reply(
        Integer.parseInt(answer.substring(9, 12)),
        answer.substring(0, end + 2),
        new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
