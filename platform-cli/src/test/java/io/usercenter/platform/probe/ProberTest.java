package io.usercenter.platform.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usercenter.platform.probe.Health.Healthy;
import io.usercenter.platform.probe.Health.Unhealthy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProberTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final Prober prober = new Prober();

  @Test
  void takesTheExpectedStatusForHealthy() throws IOException {
    try (FakeServer server = FakeServer.answering("HTTP/1.1 204 No Content\r\n\r\n")) {

      Health health = prober.check(http(server, 204, ""), SECOND);

      assertThat(health).isEqualTo(new Healthy());
      assertThat(server.heard().getFirst())
          .startsWith("GET /ready?deep=1 HTTP/1.0\r\nHost: 127.0.0.1:" + server.port());
    }
  }

  @Test
  void quotesTheStatusAndTheBeginningOfTheBody() throws IOException {
    String body = "starting\n" + "x".repeat(500);
    try (FakeServer server =
        FakeServer.answering("HTTP/1.0 503 Unavailable\r\nContent-Length: 509\r\n\r\n" + body)) {

      Health health = prober.check(http(server, 200, ""), SECOND);

      assertThat(reason(health)).startsWith("HTTP 503: starting xxx").hasSize(110);
    }
  }

  @Test
  void looksForTextInTheBodyWhenAskedTo() throws IOException {
    try (FakeServer server = FakeServer.answering("HTTP/1.0 200 OK\r\n\r\npg_up 0\n")) {

      Health health = prober.check(http(server, 200, "pg_up 1"), SECOND);

      assertThat(reason(health)).endsWith("lacks 'pg_up 1'");
    }
  }

  @Test
  void readsChunkedBodies() throws IOException {
    String chunks = "Transfer-Encoding: chunked\r\n\r\n3\r\npg_\r\n4;x=y\r\nup 1\r\n0\r\n\r\n";
    try (FakeServer server = FakeServer.answering("HTTP/1.1 200 OK\r\n" + chunks)) {

      Health health = prober.check(http(server, 200, "pg_up 1"), SECOND);

      assertThat(health).isEqualTo(new Healthy());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 abc\r\n\r\n", "\u0000\n"})
  void callsGarbageUnhealthy(String garbage) throws IOException {
    try (FakeServer server = FakeServer.answering(garbage)) {

      Health health = prober.check(http(server, 200, ""), SECOND);

      assertThat(reason(health)).contains("127.0.0.1:" + server.port());
    }
  }

  @Test
  void saysWhoRefusedTheConnection() throws IOException {
    int port = freePort();

    Health health = prober.check(new Probe.Tcp("127.0.0.1", port), SECOND);

    assertThat(reason(health)).isEqualTo("connection refused by 127.0.0.1:" + port);
  }

  @Test
  void saysWhichHostIsUnknown() {
    Health health = prober.check(new Probe.Tcp("no-such-host.invalid", 80), SECOND);

    assertThat(reason(health)).contains("no-such-host.invalid");
  }

  @Test
  void connectsOverTcp() throws IOException {
    try (FakeServer server = FakeServer.answering("")) {

      Health health = prober.check(new Probe.Tcp("127.0.0.1", server.port()), SECOND);

      assertThat(health).isEqualTo(new Healthy());
    }
  }

  @Test
  void holdsTheDeadlineAgainstSilence() throws IOException {
    try (FakeServer server = FakeServer.talking((_, _) -> Thread.sleep(5_000))) {
      long begun = System.nanoTime();

      Health health = prober.check(http(server, 200, ""), SHORT);

      assertThat(reason(health)).endsWith("did not answer within 300 ms");
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void holdsTheDeadlineAgainstAServerThatDrips() throws IOException {
    try (FakeServer server =
        FakeServer.talking((_, out) -> {
          for (byte next : "HTTP/1.0 200 OK\r\nX: yyyyyyyyyyyyyyyyyyyy".getBytes(ISO_8859_1)) {
            out.write(next);
            Thread.sleep(100);
          }
        })) {
      long begun = System.nanoTime();

      Health health = prober.check(http(server, 200, ""), SHORT);

      assertThat(reason(health)).endsWith("did not answer within 300 ms");
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void stopsReadingALineThatNeverEnds() throws IOException {
    try (FakeServer server =
        FakeServer.talking((_, out) -> {
          byte[] noise = "x".repeat(4096).getBytes(ISO_8859_1);
          for (int count = 0; count < 10_000; count++) {
            out.write(noise);
          }
        })) {

      Health health = prober.check(http(server, 200, ""), SECOND);

      assertThat(reason(health)).contains("more than 8192 bytes");
    }
  }

  @Test
  void pingsRedisWithItsPassword(@TempDir Path directory) throws IOException {
    Path password = Files.writeString(directory.resolve("password"), "s3cret\n");
    try (FakeServer server = redis("+OK\r\n", "+PONG\r\n")) {

      Health health = prober.check(new Probe.Redis("127.0.0.1", server.port(), password), SECOND);

      assertThat(health).isEqualTo(new Healthy());
    }
  }

  @Test
  void tellsThatRedisIsLoading() throws IOException {
    try (FakeServer server = redis("-LOADING Redis is loading the dataset in memory\r\n")) {

      Health health = prober.check(new Probe.Redis("127.0.0.1", server.port(), null), SECOND);

      assertThat(reason(health)).isEqualTo("LOADING Redis is loading the dataset in memory");
    }
  }

  @Test
  void tellsThatRedisRefusedThePassword(@TempDir Path directory) throws IOException {
    Path password = Files.writeString(directory.resolve("password"), "wrong");
    try (FakeServer server = redis("-WRONGPASS invalid username-password pair\r\n")) {

      Health health = prober.check(new Probe.Redis("127.0.0.1", server.port(), password), SECOND);

      assertThat(reason(health)).startsWith("Redis refused the password: WRONGPASS");
    }
  }

  @Test
  void namesAPasswordFileThatCannotBeRead(@TempDir Path directory) throws IOException {
    Path missing = directory.resolve("missing");
    try (FakeServer server = redis("+PONG\r\n")) {

      Health health = prober.check(new Probe.Redis("127.0.0.1", server.port(), missing), SECOND);

      assertThat(reason(health)).contains("missing").contains("cannot be read");
    }
  }

  @Test
  void takesARequestToLogInForAReadyPostgres() throws IOException {
    try (FakeServer server = FakeServer.answering("R\0\0\0\u0017\0\0\0\nSCRAM-SHA-256\0\0")) {

      Health health = prober.check(new Probe.Postgres("127.0.0.1", server.port()), SECOND);

      assertThat(health).isEqualTo(new Healthy());
      assertThat(server.heard().getFirst()).contains("\0\3\0\0user\0platform\0");
    }
  }

  @Test
  void tellsWhatPostgresSaysWhileItStarts() throws IOException {
    try (FakeServer server = postgres("SFATAL", "C57P03", "Mthe database system is starting up")) {

      Health health = prober.check(new Probe.Postgres("127.0.0.1", server.port()), SECOND);

      assertThat(reason(health)).isEqualTo("the database system is starting up");
    }
  }

  @Test
  void tellsWhyPostgresRefuses() throws IOException {
    try (FakeServer server = postgres("SFATAL", "C53300", "Msorry, too many clients already")) {

      Health health = prober.check(new Probe.Postgres("127.0.0.1", server.port()), SECOND);

      assertThat(reason(health))
          .isEqualTo("PostgreSQL refused: sorry, too many clients already (53300)");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"HTTP/1.1 400 Bad Request\r\n\r\n", "E\u007f\u007f\u007f\u007f", "E\0\0", ""})
  void doesNotTakeOtherServersForPostgres(String answer) throws IOException {
    try (FakeServer server = FakeServer.answering(answer)) {

      Health health = prober.check(new Probe.Postgres("127.0.0.1", server.port()), SECOND);

      assertThat(reason(health)).contains("127.0.0.1:" + server.port());
    }
  }

  @Test
  void runsAProgram() {
    assertThat(prober.check(new Probe.Exec(List.of("true")), SECOND)).isEqualTo(new Healthy());
  }

  @Test
  void quotesAProgramThatFails() {
    Health health =
        prober.check(new Probe.Exec(List.of("sh", "-c", "echo no good; exit 3")), SECOND);

    assertThat(reason(health)).isEqualTo("'sh' ended with exit code 3: no good");
  }

  @Test
  void endsAProgramThatTakesTooLongWithItsChildren() {
    String script = "sleep 987654 & echo $! > /dev/null; wait";

    Health health = prober.check(new Probe.Exec(List.of("sh", "-c", script)), SHORT);

    assertThat(reason(health)).isEqualTo("'sh' did not end within 300 ms");
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
        .noneMatch(child -> child.info().commandLine().orElse("").contains("sleep 987654"));
  }

  @Test
  void saysThatAProgramDoesNotExist() {
    Health health = prober.check(new Probe.Exec(List.of("no-such-program")), SECOND);

    assertThat(reason(health)).startsWith("'no-such-program' cannot be run");
  }

  @Test
  void refusesAddressesItCannotSpeakTo() {
    assertThatThrownBy(() -> new Probe.Http(URI.create("https://localhost/"), 200))
        .hasMessageContaining("https://localhost/");
  }

  private static Probe http(FakeServer server, int status, String bodyContains) {
    return new Probe.Http(
        URI.create("http://127.0.0.1:" + server.port() + "/ready?deep=1"), status, bodyContains);
  }

  private static FakeServer redis(String... replies) {
    return FakeServer.talking((in, out) -> {
      byte[] buffer = new byte[1024];
      for (String reply : replies) {
        if (in.read(buffer) < 0) {
          return;
        }
        out.write(reply.getBytes(ISO_8859_1));
      }
    });
  }

  private static FakeServer postgres(String... fields) {
    String body = String.join("\0", fields) + "\0\0";
    return FakeServer.answering("E\0\0\0" + (char) (body.length() + 4) + body);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String reason(Health health) {
    return health instanceof Unhealthy(String reason) ? reason : "healthy";
  }
}
