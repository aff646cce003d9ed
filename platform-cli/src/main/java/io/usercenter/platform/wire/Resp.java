package io.usercenter.platform.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Redis commands over RESP2 (the Redis serialization protocol), as far as single values go. */
public final class Resp {

  private static final int LINE_BYTES = 4096;
  private static final int VALUE_BYTES = 1 << 20;

  private Resp() {}

  /** What Redis answers. */
  public sealed interface Reply {

    /** A status such as OK or PONG, or a number. */
    record Simple(String text) implements Reply {}

    /** A value; a key that does not exist is {@link Missing}. */
    record Bulk(String text) implements Reply {}

    record Missing() implements Reply {}

    /** A refusal, such as {@code NOAUTH Authentication required.} */
    record Refusal(String text) implements Reply {}
  }

  public static Reply send(Connection connection, String... words) throws WireException {
    connection.write(command(words));
    String line = connection.line(LINE_BYTES);
    String rest = line.isEmpty() ? "" : line.substring(1);
    return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
      case '+', ':' -> new Reply.Simple(rest);
      case '-' -> new Reply.Refusal(rest);
      case '$' -> rest.equals("-1") ? new Reply.Missing() : value(connection, rest);
      default -> throw notRedis(connection, line);
    };
  }

  private static Reply value(Connection connection, String length) throws WireException {
    if (!length.matches("[0-9]{1,7}") || Integer.parseInt(length) > VALUE_BYTES) {
      throw notRedis(connection, "$" + length);
    }
    byte[] bytes = connection.exactly(Integer.parseInt(length));
    connection.line(LINE_BYTES);
    return new Reply.Bulk(new String(bytes, StandardCharsets.UTF_8));
  }

  private static WireException notRedis(Connection connection, String line) {
    return new WireException(
        connection.address() + " does not speak Redis: '" + OneLine.of(line, 60) + "'");
  }

  private static byte[] command(String... words) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(("*" + words.length + "\r\n").getBytes(StandardCharsets.UTF_8));
    for (String word : words) {
      byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
      all.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.UTF_8));
      all.writeBytes(bytes);
      all.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }
    return all.toByteArray();
  }
}
