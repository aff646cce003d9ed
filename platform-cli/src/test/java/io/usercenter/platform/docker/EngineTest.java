package io.usercenter.platform.docker;

import static io.usercenter.platform.docker.FakeEngine.json;
import static io.usercenter.platform.docker.FakeEngine.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "1.12, 1.41, v1.41", // 20.10
    "1.24, 1.45, v1.45", // 26.1
    "1.44, 1.52, v1.51", // 29: newer than we know
  })
  void speaksTheNewestVersionThatBothKnow(String oldest, String newest, String spoken)
      throws InterruptedException {
    try (FakeEngine fake = FakeEngine.speaking(oldest, newest).on("GET .*/info", json(200, "{}"));
        Engine engine = Engine.connect(fake.environment())) {

      engine.get("/info");

      assertThat(fake.requests()).containsExactly("GET /version", "GET /" + spoken + "/info");
    }
  }

  @ParameterizedTest
  @CsvSource({"1.12, 1.40, Docker 27.1 is too old", "1.60, 1.70, Docker 27.1 is too new"})
  void refusesAnEngineWithoutAVersionThatBothKnow(String oldest, String newest, String what) {
    try (FakeEngine fake = FakeEngine.speaking(oldest, newest)) {

      UserError error = failure(fake.environment());

      assertThat(error.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
      assertThat(error.render()).contains(what).contains(oldest.equals("1.60") ? "1.60" : "1.40");
    }
  }

  @Test
  void saysThatAnEngineIsNotRunning() throws IOException {
    FakeEngine gone = FakeEngine.silent();
    gone.close();

    UserError error = failure(gone.environment());

    assertThat(error.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(error.render())
        .contains("the container engine is not running")
        .contains(gone.socket() + " (DOCKER_HOST)")
        .contains("systemctl start docker");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"Versio:",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        ""
      })
  void saysThatWhatAnswersCannotBeUnderstood(String answer) {
    try (FakeEngine fake = FakeEngine.silent().on("GET /version", text(answer))) {

      UserError error = failure(fake.environment());

      assertThat(error.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
      assertThat(error.render()).contains(fake.socket().toString()).contains("fix: ");
    }
  }

  @Test
  void givesUpOnAnEngineThatHangs() throws Exception {
    try (FakeEngine fake =
            FakeEngine.speaking("1.24", "1.45").on("GET /v.*/info", FakeEngine.never());
        Engine engine = Engine.connect(fake.environment())) {

      assertThatThrownBy(() -> engine.call("GET", "/info", null, Duration.ofMillis(50)))
          .isInstanceOfSatisfying(
              UserError.class,
              error -> {
                assertThat(error.exitCode()).isEqualTo(ExitCode.TIMEOUT);
                assertThat(error.render())
                    .contains("does not answer")
                    .contains("while asked to GET /info");
              });
    }
  }

  @Test
  void canBeInterruptedWhileTheEngineHangs() throws Exception {
    try (FakeEngine fake =
            FakeEngine.speaking("1.24", "1.45").on("GET /v.*/info", FakeEngine.never());
        Engine engine = Engine.connect(fake.environment());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> waiting = threads.submit(() -> engine.get("/info"));
      while (fake.requests().size() < 2) {
        Thread.onSpinWait();
      }

      threads.shutdownNow();

      assertThatThrownBy(waiting::get).hasCauseInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void readsAnswersInChunks() throws InterruptedException {
    String chunked =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n[1,2\r\n3;x=y\r\n,3]\r\n0\r\n\r\n";
    try (FakeEngine fake = FakeEngine.speaking("1.24", "1.45").on("GET /v.*/info", text(chunked));
        Engine engine = Engine.connect(fake.environment())) {

      Object answer = engine.get("/info");

      assertThat(answer).isEqualTo(List.of(1, 2, 3));
    }
  }

  @Test
  void givesTheEnginesOwnWordsWhenItRefuses() throws InterruptedException {
    try (FakeEngine fake =
            FakeEngine.speaking("1.24", "1.45")
                .on("POST .*", json(409, "{\"message\":\"name is in use\"}"));
        Engine engine = Engine.connect(fake.environment())) {

      Refusal refusal =
          catchThrowableOfType(
              Refusal.class, () -> engine.call("POST", "/containers/create", Map.of()));

      assertThat(refusal.status()).isEqualTo(409);
      assertThat(refusal).hasMessage("name is in use");
    }
  }

  @Test
  void followsTheContextThatConfigJsonNames() throws Exception {
    try (FakeEngine fake = FakeEngine.speaking("1.24", "1.45")) {
      write("config.json", "{\"currentContext\":\"remote\"}");
      write(
          "contexts/meta/" + sha256("remote") + "/meta.json",
          "{\"Endpoints\":{\"docker\":{\"Host\":\"unix://%s\"}}}".formatted(fake.socket()));

      try (Engine engine = Engine.connect(Map.of("DOCKER_CONFIG", directory.toString()))) {
        assertThat(engine.address().toString()).endsWith("(Docker context 'remote')");
      }
    }
  }

  @Test
  void saysThatAContextDoesNotExist() {
    Map<String, String> environment =
        Map.of("DOCKER_CONFIG", directory.toString(), "DOCKER_CONTEXT", "nowhere");

    UserError error = failure(environment);

    assertThat(error.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(error.render()).contains("there is no Docker context 'nowhere'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssh://host", "npipe:////./pipe/docker_engine", "no address", "tcp://"})
  void refusesAddressesItCannotSpeakTo(String host) {
    UserError error = failure(Map.of("DOCKER_HOST", host));

    assertThat(error.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(error.render()).contains(host).contains("at: DOCKER_HOST");
  }

  private static UserError failure(Map<String, String> environment) {
    UserError error = catchThrowableOfType(UserError.class, () -> Engine.connect(environment));
    assertThat(error).isNotNull();
    return error;
  }

  private void write(String file, String text) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static String sha256(String text) throws Exception {
    return java.util.HexFormat.of()
        .formatHex(
            java.security.MessageDigest.getInstance("SHA-256")
                .digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
