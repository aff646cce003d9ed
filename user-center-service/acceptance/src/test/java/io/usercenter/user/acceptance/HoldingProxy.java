package io.usercenter.user.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Passes bytes on to a server, but holds back whatever a test wants held. */
final class HoldingProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile Predicate<String> holds = text -> false;

  HoldingProxy(int target) {
    this.target = target;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** From now on, what is sent to the server and matches waits for {@link #release}. */
  void hold(Predicate<String> what) {
    holds = what;
  }

  /** Returns when something is held. */
  void awaitHeld() {
    try {
      if (!held.await(10, TimeUnit.SECONDS)) {
        throw new AssertionError("nothing came that was to be held");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  void release() {
    holds = text -> false;
    released.countDown();
  }

  @Override
  public void close() {
    release();
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        Thread.ofVirtual().start(() -> pass(client, server, true));
        Thread.ofVirtual().start(() -> pass(server, client, false));
      } catch (IOException e) {
        // The listener was closed, or the server is away and the client will see that.
      }
    }
  }

  private void pass(Socket from, Socket to, boolean holding) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[64 * 1024];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (holding && holds.test(new String(buffer, 0, read, StandardCharsets.UTF_8))) {
          held.countDown();
          released.await();
        }
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException | InterruptedException e) {
      // Either end is gone; both are closed now.
    }
  }
}
