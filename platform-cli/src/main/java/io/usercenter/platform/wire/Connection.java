package io.usercenter.platform.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

/**
 * A TCP connection all of which, however slowly the other side talks, ends by one deadline. Not
 * thread-safe.
 */
public final class Connection implements AutoCloseable {

  private static final int BUFFER_BYTES = 2048;

  private final Socket socket;
  private final Address address;
  private final Deadline deadline;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;

  private Connection(Socket socket, Address address, Deadline deadline) {
    this.socket = socket;
    this.address = address;
    this.deadline = deadline;
  }

  public static Connection open(Address address, Deadline deadline) throws WireException {
    Socket socket = new Socket();
    Connection connection = new Connection(socket, address, deadline);
    try {
      InetAddress host = InetAddress.getByName(address.host());
      socket.connect(new InetSocketAddress(host, address.port()), connection.millisLeft());
      socket.setTcpNoDelay(true);
      return connection;
    } catch (IOException cause) {
      connection.close();
      throw connection.translated(cause, "accept a connection");
    }
  }

  public Address address() {
    return address;
  }

  public Deadline deadline() {
    return deadline;
  }

  public void write(byte[] bytes) throws WireException {
    try {
      millisLeft();
      socket.getOutputStream().write(bytes);
    } catch (IOException cause) {
      throw translated(cause, "take the request");
    }
  }

  /** Next byte, or -1 when the other side has closed. */
  public int read() throws WireException {
    if (position == limit && !fill()) {
      return -1;
    }
    return buffer[position++] & 0xff;
  }

  /** Exactly {@code count} bytes. */
  public byte[] exactly(int count) throws WireException {
    byte[] bytes = upTo(count);
    if (bytes.length < count) {
      throw new WireException(address + " closed the connection in the middle of its answer");
    }
    return bytes;
  }

  /** What comes until the other side closes, at most {@code count} bytes. */
  public byte[] upTo(int count) throws WireException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.min(count, BUFFER_BYTES));
    while (bytes.size() < count && (position < limit || fill())) {
      int part = Math.min(limit - position, count - bytes.size());
      bytes.write(buffer, position, part);
      position += part;
    }
    return bytes.toByteArray();
  }

  /** A line without its end; longer ones than {@code most} bytes are an error. */
  public String line(int most) throws WireException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    for (int next = read(); next != '\n'; next = read()) {
      if (next < 0) {
        throw new WireException(
            address
                + (bytes.size() == 0
                    ? " closed the connection without an answer"
                    : " closed the connection in the middle of its answer"));
      }
      if (bytes.size() >= most) {
        throw new WireException(address + " sent a line of more than " + most + " bytes");
      }
      bytes.write(next);
    }
    return bytes.toString(StandardCharsets.UTF_8).stripTrailing();
  }

  private boolean fill() throws WireException {
    try {
      socket.setSoTimeout(millisLeft());
      InputStream in = socket.getInputStream();
      limit = Math.max(0, in.read(buffer));
      position = 0;
      return limit > 0;
    } catch (IOException cause) {
      throw translated(cause, "answer");
    }
  }

  private int millisLeft() throws SocketTimeoutException {
    if (deadline.passed()) {
      throw new SocketTimeoutException();
    }
    // 0 would mean to wait for ever (java.net.Socket#setSoTimeout).
    return Math.clamp(deadline.remaining().toMillis(), 1, Integer.MAX_VALUE);
  }

  private WireException translated(IOException cause, String act) {
    String reason =
        switch (cause) {
          case SocketTimeoutException _ ->
              address + " did not " + act + " within " + deadline.text();
          case UnknownHostException _ -> "host '" + address.host() + "' is unknown";
          case NoRouteToHostException _ -> "no route to " + address;
          case ConnectException _ -> "connection refused by " + address;
          default -> address + " did not " + act + ": " + cause.getMessage();
        };
    return new WireException(reason, cause);
  }

  /** Closing must not hide what was found out before, so a failure of it is not told. */
  @Override
  @SuppressWarnings("EmptyCatch")
  public void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // The descriptor is gone either way.
    }
  }
}
