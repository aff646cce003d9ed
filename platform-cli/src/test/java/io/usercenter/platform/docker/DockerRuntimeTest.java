package io.usercenter.platform.docker;

import static io.usercenter.platform.docker.FakeEngine.json;
import static io.usercenter.platform.docker.FakeEngine.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerRuntimeTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String FAILS = "{\"ExitCode\": 1}";

  @TempDir Path directory;
  private ScriptedEngine engine;

  @BeforeEach
  void start() throws IOException {
    engine = new ScriptedEngine(directory);
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private UserError failure(Duration limit) {
    UserError error = catchThrowableOfType(UserError.class, () -> engine.up(limit));
    assertThat(error).isNotNull();
    return error;
  }

  @Test
  void listensForEventsBeforeItStartsAnything() throws InterruptedException {
    engine.up(LONG);

    assertThat(engine.requests())
        .filteredOn(request -> request.contains("/events") || request.contains("/start"))
        .first()
        .asString()
        .contains("/events");
  }

  @Test
  void saysWhatTheEngineWasAskedWhenItDiesInTheMiddle() {
    engine.on("POST .*/containers/create.*", text(""));

    UserError error = failure(LONG);

    assertThat(error.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(error.render())
        .contains("closed the connection in the middle of an answer")
        .contains("while asked to POST /containers/create");
  }

  @Test
  void givesTheEnginesWordsWhenTheDiskIsFull() {
    engine.on(
        "POST .*/containers/create.*",
        json(500, "{\"message\": \"mkdir /var/lib/docker: no space left on device\"}"));

    UserError error = failure(LONG);

    assertThat(error.render())
        .contains("the engine refuses to create a container of api")
        .contains("no space left on device")
        .contains("docker system df");
    assertThat(error.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
  }

  @Test
  void saysThatTheDiskIsFullWhenThatHappensInAPull() {
    engine.on("GET .*/images/.*/json", json(404, "{\"message\": \"No such image\"}"));
    engine.on("GET .*/distribution/.*", json(200, "{}"));
    engine.on(
        "POST .*/images/create.*",
        json(200, "{\"status\": \"Pulling\"}\n{\"error\": \"write: no space left on device\"}\n"));

    UserError error = failure(LONG);

    assertThat(error.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(error.render())
        .contains("the image 'api:1' cannot be had")
        .contains("write: no space left on device")
        .contains("docker system df");
  }

  @Test
  void changesNothingWhenAnImageIsMissingAndNoRegistryHasIt() {
    engine.on("GET .*/images/.*/json", json(404, "{\"message\": \"No such image\"}"));
    engine.on("GET .*/distribution/.*", json(500, "{\"message\": \"no such host\"}"));

    UserError error = failure(LONG);

    assertThat(error.render())
        .contains("the image 'api:1' cannot be had")
        .contains("services.api.image")
        .contains("no such host");
    assertThat(engine.requests()).noneMatch(request -> request.startsWith("POST"));
  }

  @Test
  void showsWhatTheHealthTestSaysAndTheLogWhenTimeIsUp() {
    engine.on("POST .*/exec/e1/start", json(200, "connection refused\n"));
    engine.on("GET .*/exec/e1/json", json(200, FAILS));

    UserError error = failure(Duration.ofMillis(200));

    assertThat(error.exitCode()).isEqualTo(ExitCode.TIMEOUT);
    assertThat(error.render())
        .contains("its health test says: connection refused")
        .contains("| the last words");
  }

  @Test
  void givesUpOnAHealthTestThatHangsAndTriesAgain() {
    engine.on("POST .*/exec/e1/start", FakeEngine.never());

    UserError error = failure(Duration.ofMillis(300));

    assertThat(error.render()).contains("its health test says: nothing within 200 ms");
  }

  @Test
  void believesTheEnginesOwnHealthTestToo() throws InterruptedException {
    engine.on("GET .*/exec/e1/json", json(200, FAILS));
    engine.on(
        "GET .*/events.*",
        ScriptedEngine.events(
            "{\"Action\": \"health_status: healthy\", \"Actor\": {\"ID\": \"c1\"}}\n"));

    engine.up(LONG);

    assertThat(engine.requests()).anyMatch(request -> request.endsWith("/containers/c1/start"));
  }

  @Test
  void goesOnLookingWhenEventsAreGarbled() throws InterruptedException {
    engine.on("GET .*/events.*", text("HTTP/1.1 200 OK\r\n\r\n{]"));

    engine.up(LONG);

    assertThat(engine.requests()).anyMatch(request -> request.endsWith("/exec/e1/json"));
  }

  @Test
  void saysThatAServiceCrashesInALoop() {
    engine.on(
        "GET .*/containers/c1/json",
        json(200, "{\"State\": {\"Status\": \"restarting\"}, \"RestartCount\": 3}"));

    UserError error = failure(LONG);

    assertThat(error.exitCode()).isEqualTo(ExitCode.UNHEALTHY);
    assertThat(error.render()).contains("api crashes in a loop").contains("| the last words");
  }
}
