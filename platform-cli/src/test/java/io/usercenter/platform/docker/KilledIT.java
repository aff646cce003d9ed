package io.usercenter.platform.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.platform.execute.Executor;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.Planner;
import io.usercenter.platform.plan.UpRequest;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command itself, killed with SIGKILL while it replaces services. */
class KilledIT {

  private static final String NAME = "platform-it-killed";
  private static final String COMPOSE =
      """
      services:
        db: &server
          image: IMAGE
          command: [sh, -c, "trap 'exit 0' TERM; while true; do sleep 0.1; done"]
          environment: {ROUND: "0"}
          healthcheck: {test: [CMD, test, -d, /tmp], interval: 60s}
        api:
          <<: *server
          depends_on: {db: {condition: service_healthy}}
        web:
          <<: *server
          depends_on: {api: {condition: service_healthy}}
      """;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {400, 700, 1000, 1300, 1600, 2000})
  void isFinishedByTheNextOneWithoutAnythingLeftOver(int millis) throws Exception {
    try (RealStack stack = RealStack.in(directory, NAME).compose(COMPOSE)) {
      stack.up();
      stack.compose(COMPOSE.replace("ROUND: \"0\"", "ROUND: \"" + millis + "\""));

      killAfter(millis);
      stack.up();

      assertThat(stack.containers())
          .extracting(Container::name)
          .containsExactlyInAnyOrder(NAME + "-db-1", NAME + "-api-1", NAME + "-web-1");
      assertThat(stack.containers()).allMatch(Container::running);
      assertThat(stack.plan().render()).isEmpty();
    }
  }

  @Test
  void isNotInTheWayWhenTheEngineCarriesOutLateWhatItAskedFor() throws Exception {
    try (RealStack stack = RealStack.in(directory, NAME).compose(COMPOSE);
        DockerRuntime runtime = stack.runtime()) {
      Plan plan =
          Planner.up(runtime.describe(stack.stack()), runtime.observe(), UpRequest.everything());
      Map<String, String> labels = Map.of(Labels.PROJECT, NAME, Labels.SERVICE, "api");
      Map<String, ?> late = Map.of("Image", RealStack.IMAGE, "Labels", labels);
      stack.engine().call("POST", "/containers/create?name=" + NAME + "-api-1", late);

      new Executor(runtime, Duration.ofSeconds(60), _ -> {}).execute(plan);

      assertThat(stack.containers()).hasSize(3).allMatch(Container::running);
      assertThat(stack.plan().render()).isEmpty();
    }
  }

  private void killAfter(int millis) throws Exception {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dplatform.home=" + Path.of("..").toAbsolutePath().normalize(),
            "-cp",
            System.getProperty("java.class.path"),
            "io.usercenter.platform.cli.Main",
            "up",
            "--runtime",
            "docker",
            "--name",
            NAME,
            "-f",
            directory.resolve("compose.yml").toString());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(new File(directory.toFile(), "out"));
    builder
        .environment()
        .put("PLATFORM_HOME", Files.createDirectories(directory.resolve("home")).toString());
    Process process = builder.start();
    // At whatever point it is then, ended included.
    process.waitFor(millis, TimeUnit.MILLISECONDS);
    process.destroyForcibly().waitFor();
  }
}
