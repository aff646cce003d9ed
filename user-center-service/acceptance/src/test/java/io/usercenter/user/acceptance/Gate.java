package io.usercenter.user.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A TCP relay before a real server, that can break the way to it. */
final class Gate implements AutoCloseable {
  private final int target;
  private final int port;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger toCut = new AtomicInteger();
  private volatile State state = State.OPEN;
  private @Nullable ServerSocket listener;

  enum State {
    OPEN,
    /** Nobody listens, as after a kill. */
    DOWN,
    /** Connections are accepted and bytes taken, but nothing is ever answered. */
    HUNG
  }

  Gate(int target) {
    this.target = target;
    port = Ports.free();
    listen();
  }

  int port() {
    return port;
  }

  /** Connections of before end, but for a hang, which they share. */
  void become(State wanted) {
    State before = state;
    state = wanted;
    if (wanted == State.DOWN) {
      unlisten();
    } else if (before == State.DOWN) {
      listen();
    }
    if (wanted != State.HUNG) {
      open.forEach(Gate::close);
    }
  }

  /** Ends all connections, and the next few as soon as they are made. */
  void cut(int next) {
    toCut.set(next);
    open.forEach(Gate::close);
  }

  /** How many of the connections that {@link #cut} is to end have not come yet. */
  int leftToCut() {
    return Math.max(0, toCut.get());
  }

  @Override
  public void close() {
    become(State.DOWN);
  }

  private void listen() {
    try {
      ServerSocket server = new ServerSocket(port, 128, InetAddress.getLoopbackAddress());
      listener = server;
      Thread.ofVirtual().start(() -> accept(server));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void unlisten() {
    ServerSocket server = listener;
    if (server != null) {
      try {
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void accept(ServerSocket server) {
    while (!server.isClosed()) {
      try {
        Socket caller = server.accept();
        if (toCut.getAndDecrement() > 0) {
          close(caller);
          continue;
        }
        open.add(caller);
        Thread.ofVirtual().start(() -> connect(caller));
      } catch (IOException e) {
        return; // Closed.
      }
    }
  }

  private void connect(Socket caller) {
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      open.add(server);
      Thread.ofVirtual().start(() -> relay(server, caller));
      relay(caller, server);
    } catch (IOException e) {
      close(caller);
    }
  }

  private void relay(Socket from, Socket to) {
    byte[] bytes = new byte[16 * 1024];
    try {
      for (int read = from.getInputStream().read(bytes);
          read >= 0;
          read = from.getInputStream().read(bytes)) {
        if (state == State.OPEN) {
          to.getOutputStream().write(bytes, 0, read);
        }
      }
    } catch (IOException e) {
      // One side is gone.
    }
    close(from);
    close(to);
    open.remove(from);
    open.remove(to);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
