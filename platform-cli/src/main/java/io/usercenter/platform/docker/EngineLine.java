package io.usercenter.platform.docker;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request to the engine on a connection of its own. By hand, because docker-java's
 * transport takes 0.2 s to load, which is most of what {@code status} may take.
 */
final class EngineLine implements Closeable {

  private static final int LONGEST_LINE = 64 * 1024;
  private static final int MOST_HEADERS = 200;

  private final Closeable socket;
  private final InputStream in;
  private final OutputStream out;
  private volatile boolean late;

  private EngineLine(Closeable socket, InputStream in, OutputStream out) {
    this.socket = socket;
    this.in = new BufferedInputStream(in);
    this.out = out;
  }

  /**
   * Sends a request and reads the whole answer.
   *
   * @param body sent as JSON; null for none
   */
  static Reply exchange(
      EngineAddress address, String request, byte @Nullable [] body, Duration limit)
      throws IOException {
    try (EngineLine line = open(address, limit)) {
      Thread watch = Thread.startVirtualThread(() -> line.endAfter(limit));
      try {
        line.write(request, body);
        Reply reply = line.head();
        byte[] whole = reply.body().readAllBytes();
        return new Reply(reply.status(), reply.headers(), new ByteArrayInputStream(whole), line);
      } catch (IOException failure) {
        throw line.late ? late(limit, failure) : failure;
      } finally {
        watch.interrupt();
      }
    }
  }

  /**
   * Sends a request and returns with the head of the answer; the body may take as long as it does.
   */
  static Reply stream(EngineAddress address, String request, byte @Nullable [] body, Duration limit)
      throws IOException {
    EngineLine line = open(address, limit);
    Thread watch = Thread.startVirtualThread(() -> line.endAfter(limit));
    try {
      line.write(request, body);
      return line.head();
    } catch (IOException failure) {
      line.close();
      throw line.late ? late(limit, failure) : failure;
    } finally {
      watch.interrupt();
    }
  }

  private static IOException late(Duration limit, IOException failure) {
    SocketTimeoutException late =
        new SocketTimeoutException("no answer within " + limit.toSeconds() + " s");
    late.initCause(failure);
    return late;
  }

  private static EngineLine open(EngineAddress address, Duration limit) throws IOException {
    Optional<Path> path = address.socket();
    if (path.isPresent()) {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.connect(UnixDomainSocketAddress.of(path.get()));
      } catch (IOException failure) {
        channel.close();
        throw failure;
      }
      return new EngineLine(
          channel, Channels.newInputStream(channel), Channels.newOutputStream(channel));
    }
    Socket socket = tcp(address, limit);
    return new EngineLine(socket, socket.getInputStream(), socket.getOutputStream());
  }

  private static Socket tcp(EngineAddress address, Duration limit) throws IOException {
    URI uri = address.uri();
    boolean secure = address.certificates().isPresent() || "https".equals(uri.getScheme());
    int port = uri.getPort() > 0 ? uri.getPort() : secure ? 2376 : 2375;
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(uri.getHost(), port), (int) limit.toMillis());
    if (!secure) {
      return socket;
    }
    SSLContext context = Certificates.context(address.certificates());
    SSLSocket wrapped =
        (SSLSocket) context.getSocketFactory().createSocket(socket, uri.getHost(), port, true);
    var parameters = wrapped.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    wrapped.setSSLParameters(parameters);
    return wrapped;
  }

  private void endAfter(Duration limit) {
    try {
      Thread.sleep(limit);
      late = true;
      close();
    } catch (InterruptedException | IOException _) {
      // The answer came in time, or the connection is gone anyway.
    }
  }

  private void write(String request, byte @Nullable [] body) throws IOException {
    StringBuilder head = new StringBuilder(request).append(" HTTP/1.1\r\nHost: docker\r\n");
    head.append("Connection: close\r\n");
    if (body != null) {
      String type = request.startsWith("PUT") ? "application/x-tar" : "application/json";
      head.append("Content-Type: ").append(type).append("\r\n");
    }
    if (body != null || !request.startsWith("GET")) {
      head.append("Content-Length: ").append(body == null ? 0 : body.length).append("\r\n");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    if (body != null) {
      bytes.writeBytes(body);
    }
    out.write(bytes.toByteArray());
    out.flush();
  }

  private Reply head() throws IOException {
    String[] status = line().split(" ", 3);
    if (status.length < 2 || !status[0].startsWith("HTTP/1.") || !status[1].matches("\\d{3}")) {
      throw new IOException(
          "it does not speak HTTP: '" + shortened(String.join(" ", status)) + "'");
    }
    Map<String, String> headers = new HashMap<>();
    String line = line();
    while (!line.isEmpty()) {
      int colon = line.indexOf(':');
      if (colon < 0 || headers.size() == MOST_HEADERS) {
        throw new IOException("its answer has no proper headers: '" + shortened(line) + "'");
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      line = line();
    }
    return new Reply(Integer.parseInt(status[1]), headers, new Body(in, headers), this);
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(text.length(), 60));
  }

  private String line() throws IOException {
    return line(in);
  }

  static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    while (next != '\n') {
      if (next < 0) {
        throw new EOFException("it closed the connection in the middle of an answer");
      }
      if (line.length() == LONGEST_LINE) {
        throw new IOException("its answer has a line without an end");
      }
      if (next != '\r') {
        line.append((char) next);
      }
      next = in.read();
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
