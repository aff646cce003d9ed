package io.usercenter.platform.acceptance;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;

/** Debian's docker-registry on a free loopback port; plain HTTP is trusted there. */
final class Registry implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Process process;
  private final int port;

  private Registry(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Skips the tests, loudly, where the program is not installed. */
  static Registry orSkip(String test, Sandbox sandbox) throws Exception {
    int port = freePort();
    Path config =
        sandbox.write(
            "registry.yml",
            """
            version: 0.1
            storage: {filesystem: {rootdirectory: %s/registry}, delete: {enabled: true}}
            http: {addr: 127.0.0.1:%d}
            """
                .formatted(sandbox.directory(), port));
    try {
      Process process =
          new ProcessBuilder("docker-registry", "serve", config.toString())
              .redirectErrorStream(true)
              .redirectOutput(new File("/dev/null"))
              .start();
      Poll.until(LIMIT, () -> listens(port), listening -> listening);
      return new Registry(process, port);
    } catch (IOException missing) {
      String line = "SKIPPED " + test + ": docker-registry is not installed";
      System.err.println(line);
      Assumptions.abort(line);
      throw missing;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean listens(int port) {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
