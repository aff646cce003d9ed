package io.usercenter.platform.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.AuthConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real pulls: a registry of our own is the mirror of an engine of our own. */
class MirrorIT {

  private static final String NAME = "platform-it-mirror";
  private static final String IMAGE = "redis:7.2.7";
  private static final String COMPOSE =
      """
      services:
        cache:
          image: %s
          command: [sh, -c, "trap 'exit 0' TERM; while true; do sleep 0.1; done"]
          healthcheck: {test: [CMD, test, -d, /tmp], interval: 60s}
      """;

  @TempDir Path directory;
  private Process registry;
  private Relay relay;
  private PrivateEngine own;
  private Cli cli;

  @BeforeEach
  void start() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    startRegistry(port);
    relay = new Relay(port);
    String mirror = "http://127.0.0.1:" + relay.port();
    own =
        PrivateEngine.orSkip(
            "MirrorIT", "--registry-mirror=" + mirror, "--max-download-attempts=1");
    Files.writeString(directory.resolve("compose.yml"), COMPOSE.formatted(IMAGE));
    cli = Cli.in(directory, NAME).with(own.environment());
    push("127.0.0.1:" + port + "/library/redis");
  }

  private void startRegistry(int port) throws Exception {
    Path config = directory.resolve("registry.yml");
    Files.writeString(
        config,
        """
        version: 0.1
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: 127.0.0.1:%d}
        """
            .formatted(directory.resolve("registry"), port));
    try {
      registry =
          new ProcessBuilder("docker-registry", "serve", config.toString())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("registry.log").toFile())
              .start();
    } catch (IOException missing) {
      String line = "SKIPPED MirrorIT: docker-registry is not installed";
      System.err.println(line);
      Assumptions.abort(line);
    }
  }

  /** Gives the registry the image, and takes it from the engine again. */
  private void push(String repository) throws Exception {
    try (Engine engine = own.connect()) {
      TestImage.load(engine, RealStack.IMAGE);
      TestImage.tag(engine, RealStack.IMAGE, repository + ":7.2.7");
      engine
          .client()
          .pushImageCmd(repository)
          .withTag("7.2.7")
          .withAuthConfig(new AuthConfig())
          .start()
          .awaitCompletion();
      for (String name : new String[] {repository + ":7.2.7", RealStack.IMAGE}) {
        engine.call("DELETE", "/images/" + name, null);
      }
    }
  }

  @AfterEach
  void stop() throws Exception {
    if (own != null) {
      own.close();
    }
    if (relay != null) {
      relay.close();
    }
    if (registry != null) {
      registry.destroyForcibly().waitFor();
    }
  }

  @Test
  void pullsWithProgressWhatTheMirrorHasWithTheSameDigest() throws Exception {
    Cli.End up = cli.run("up");

    assertThat(up.status()).as("%s", up).isZero();
    assertThat(up.err()).contains("cache: pulling " + IMAGE);
    try (Engine engine = own.connect()) {
      Map<String, Object> image = Tree.map(engine.get("/images/" + IMAGE + "/json"));
      assertThat(Tree.texts(image, "RepoDigests")).containsExactly("redis@" + digest());
    }
    assertThat(cli.run("down").status()).isZero();
  }

  private String digest() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:" + relay.target() + "/v2/library/redis/manifests/7.2.7"))
            .header("Accept", "application/vnd.docker.distribution.manifest.v2+json")
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(request, HttpResponse.BodyHandlers.discarding())
          .headers()
          .firstValue("Docker-Content-Digest")
          .orElseThrow();
    }
  }

  @Test
  void saysBeforehandThatNobodyHasAnImage() throws Exception {
    Files.writeString(directory.resolve("compose.yml"), COMPOSE.formatted("redis:0.0.0"));

    Cli.End up = cli.run("up");

    assertThat(up.status()).as("%s", up).isNotZero();
    assertThat(up.err())
        .contains("the image 'redis:0.0.0' cannot be had")
        .doesNotContain("creating");
  }

  @Test
  void aMirrorThatDiesInAPullIsNamedAndTheNextUpGoesOn() throws Exception {
    relay.dieAfter(300_000);

    Cli.End failed = cli.run("up");
    relay.close();
    Cli.End gone = cli.run("up");
    relay.open();
    Cli.End again = cli.run("up");

    assertThat(failed.status()).as("%s", failed).isEqualTo(12);
    assertThat(failed.err())
        .contains("cache: pulling " + IMAGE)
        .contains("the image '" + IMAGE + "' cannot be had");
    assertThat(gone.status()).as("%s", gone).isNotZero();
    assertThat(again.status()).as("%s", again).isZero();
    assertThat(cli.run("down").status()).isZero();
  }

  /** Stands between engine and registry; its line can be cut. */
  private static final class Relay implements AutoCloseable {

    private final int target;
    private final int port;
    private volatile ServerSocket listener;
    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);

    Relay(int target) throws IOException {
      this.target = target;
      this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      this.port = listener.getLocalPort();
      accept(listener);
    }

    int port() {
      return port;
    }

    int target() {
      return target;
    }

    /** Cuts the line for good when so many bytes have come from the registry. */
    void dieAfter(long bytes) {
      left.set(bytes);
    }

    void open() throws IOException {
      left.set(Long.MAX_VALUE);
      listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
      accept(listener);
    }

    private void accept(ServerSocket open) {
      Thread.startVirtualThread(() -> {
        while (!open.isClosed()) {
          try {
            Socket client = open.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            Thread.startVirtualThread(() -> copy(client, server, false));
            Thread.startVirtualThread(() -> copy(server, client, true));
          } catch (IOException _) {
            // Cut, or the registry is not there yet: the engine sees a closed line.
          }
        }
      });
    }

    private void copy(Socket from, Socket to, boolean counted) {
      byte[] buffer = new byte[16 * 1024];
      try (from;
          to) {
        int count = from.getInputStream().read(buffer);
        while (count > 0 && left.addAndGet(counted ? -count : 0) > 0) {
          to.getOutputStream().write(buffer, 0, count);
          count = from.getInputStream().read(buffer);
        }
      } catch (IOException _) {
        // One side has gone: so does the other.
      }
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }
}
