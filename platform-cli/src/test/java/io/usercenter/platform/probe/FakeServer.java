package io.usercenter.platform.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real server on loopback that answers every connection as the test says. */
final class FakeServer implements AutoCloseable {

  /** What happens on one connection. */
  interface Talk {
    void with(InputStream in, OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket listener;
  private final List<String> heard = new CopyOnWriteArrayList<>();

  private FakeServer(ServerSocket listener) {
    this.listener = listener;
  }

  static FakeServer talking(Talk talk) {
    try {
      FakeServer server = new FakeServer(new ServerSocket(0, 16, InetAddress.getLoopbackAddress()));
      Thread.startVirtualThread(() -> server.accept(talk));
      return server;
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  /** Answers the first bytes it hears with these, then closes. */
  static FakeServer answering(String answer) {
    FakeServer[] self = new FakeServer[1];
    self[0] =
        talking((in, out) -> {
          byte[] buffer = new byte[8192];
          int count = in.read(buffer);
          self[0].heard.add(new String(buffer, 0, Math.max(0, count), StandardCharsets.ISO_8859_1));
          out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
        });
    return self[0];
  }

  int port() {
    return listener.getLocalPort();
  }

  List<String> heard() {
    return heard;
  }

  private void accept(Talk talk) {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.startVirtualThread(() -> serve(socket, talk));
      } catch (IOException _) {
        return;
      }
    }
  }

  private static void serve(Socket socket, Talk talk) {
    try (socket) {
      talk.with(socket.getInputStream(), socket.getOutputStream());
    } catch (SocketException _) {
      // The client has left, which some tests are about.
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
