package io.usercenter.platform.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.usercenter.platform.error.UserError;
import io.usercenter.platform.execute.ServiceState;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What matters most, once more on an engine of another age, which {@code PLATFORM_SECOND_ENGINE}
 * names as {@code DOCKER_HOST} would; {@code .ci/run} starts one.
 */
class SecondEngineIT {

  private static final String VARIABLE = "PLATFORM_SECOND_ENGINE";

  private static final String COMPOSE =
      """
      services:
        db:
          image: IMAGE
          command: &server
            - sh
            - -c
            - "trap 'exit 0' TERM; touch /tmp/up; echo $$LEVEL ready; while true; do sleep 0.1; done"
          environment: {LEVEL: info}
          healthcheck: &health
            test: [CMD, test, -f, /tmp/up]
            interval: 60s
            start_period: 30s
            start_interval: 5s
          volumes: ["data:/data", "./db.conf:/etc/db.conf:ro"]
          networks: [back]
          read_only: true
          tmpfs: [/tmp]
          cap_drop: [ALL]
          deploy: {resources: {limits: {cpus: "0.5", memory: 32M, pids: 16}}}
        seed:
          image: IMAGE
          command: [sh, -c, "echo seeded"]
          depends_on: {db: {condition: service_healthy}}
          networks: [back]
        api:
          image: IMAGE
          command: *server
          environment: {LEVEL: info}
          healthcheck: *health
          networks: {back: {aliases: [gate]}, front: {}}
          ports: ["127.0.0.1::8080"]
          depends_on:
            db: {condition: service_healthy}
            seed: {condition: service_completed_successfully}
        worker:
          image: IMAGE
          command: *server
          environment: {LEVEL: info}
          healthcheck: *health
          networks: [front]
          depends_on: {api: {condition: service_healthy}}
      networks: {back: {}, front: {}}
      volumes: {data: {}}
      """;

  @TempDir Path directory;
  private String address = "";

  @BeforeEach
  void findTheEngine() {
    address = System.getenv().getOrDefault(VARIABLE, "");
    if (address.isEmpty()) {
      String line = "SKIPPED SecondEngineIT: " + VARIABLE + " names no second engine";
      System.err.println(line);
      Assumptions.abort(line);
    }
  }

  private RealStack stack(String name) throws Exception {
    Files.writeString(directory.resolve("db.conf"), "size=1\n");
    return RealStack.on(Map.of("DOCKER_HOST", address), directory, name).compose(COMPOSE);
  }

  @Test
  void speaksTheNewestVersionBothKnow() throws Exception {
    try (RealStack stack = stack("platform-second-version")) {
      Map<String, Object> version = Tree.map(stack.engine().get("/version"));

      System.err.println(
          "second engine: %s, API %s to %s"
              .formatted(
                  Tree.text(version, "Version"),
                  Tree.text(version, "MinAPIVersion"),
                  Tree.text(version, "ApiVersion")));

      String number = Tree.text(version, "Version").replaceFirst("[^0-9.].*", "");
      assertThat(stack.engine().product()).endsWith(" " + number);
    }
  }

  @Test
  void bringsAStackUpOnceAndThenHasNothingToDo() throws Exception {
    try (RealStack stack = stack("platform-second-up")) {

      stack.up();

      assertThat(stack.plan().render()).isEmpty();
      assertThat(stack.observed().service("worker").orElseThrow().status())
          .isEqualTo(new Status.Ready());
      assertThat(stack.observed().service("seed").orElseThrow().status())
          .isEqualTo(new Status.Exited(0));
    }
  }

  @Test
  void namesWhatChangedAndReplacesThatAlone() throws Exception {
    try (RealStack stack = stack("platform-second-change")) {
      stack.up();
      String db = stack.container("db").id();
      String worker = stack.container("worker").id();
      stack.compose(COMPOSE.replaceFirst("(?s)(worker:.*LEVEL: )info", "$1debug"));

      Plan plan = stack.up();

      assertThat(plan.render()).contains("config changed: environment.LEVEL");
      assertThat(stack.container("db").id()).isEqualTo(db);
      assertThat(stack.container("worker").id()).isNotEqualTo(worker);
      assertThat(stack.plan().render()).isEmpty();
    }
  }

  @Test
  void keepsTheOldContainerWhenTheNewOneDoesNotProveItself() throws Exception {
    try (RealStack stack = stack("platform-second-back")) {
      stack.up();
      String db = stack.container("db").id();
      stack.compose(COMPOSE.replaceFirst("touch /tmp/up; echo", "echo no config; exit 3; echo"));

      UserError error = catchThrowableOfType(UserError.class, stack::up);

      assertThat(error.render()).contains("the replacement of db was rolled back");
      assertThat(error.render()).contains("exited with code 3").contains("no config");
      assertThat(stack.container("db").id()).isEqualTo(db);
      assertThat(stack.container("db").running()).isTrue();
    }
  }

  @Test
  void showsStateAndLogs() throws Exception {
    try (RealStack stack = stack("platform-second-logs");
        DockerRuntime runtime = stack.runtime()) {
      stack.up();

      runtime.observe();
      List<ServiceState> states = runtime.states();

      assertThat(states)
          .filteredOn(state -> state.name().equals("api"))
          .flatExtracting(ServiceState::endpoints)
          .extracting(ServiceState.Endpoint::containerPort)
          .containsExactly(8080);
      assertThat(stack.logged())
          .containsExactly(
              "db: info ready", "seed: seeded", "api: info ready", "worker: info ready");
    }
  }

  @Test
  void takesEverythingDown() throws Exception {
    try (RealStack stack = stack("platform-second-down")) {
      stack.up();

      stack.down();

      assertThat(stack.containers()).isEmpty();
      assertThat(stack.observed().resources()).isEmpty();
    }
  }
}
