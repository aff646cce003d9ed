package io.usercenter.platform.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.usercenter.platform.error.UserError;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerRuntimeIT {

  private static final String SERVER =
      "[sh, -c, \"trap 'exit 0' TERM; touch /tmp/up; echo $$LEVEL ready; while true; do sleep 0.1; done\"]";

  private static final String COMPOSE =
      """
      services:
        db:
          image: IMAGE
          command: SERVER
          environment: {LEVEL: info}
          healthcheck: {test: [CMD, test, -f, /tmp/up], interval: 60s, timeout: 2s}
          volumes: ["data:/data", "./db.conf:/etc/db.conf:ro"]
        seed:
          image: IMAGE
          command: [sh, -c, "echo seeded"]
          depends_on: {db: {condition: service_healthy}}
        api:
          image: IMAGE
          command: SERVER
          environment: {LEVEL: info}
          healthcheck: {test: [CMD, test, -f, /tmp/up], interval: 60s, timeout: 2s}
          depends_on:
            db: {condition: service_healthy}
            seed: {condition: service_completed_successfully}
      volumes: {data: {}}
      """
          .replace("SERVER", SERVER);

  @TempDir Path directory;

  private RealStack stack(String name) throws Exception {
    Files.writeString(directory.resolve("db.conf"), "size=1\n");
    return RealStack.in(directory, name).compose(COMPOSE);
  }

  @Test
  void bringsAStackUpOnceAndThenHasNothingToDo() throws Exception {
    try (RealStack stack = stack("platform-it-up")) {

      stack.up();

      assertThat(stack.plan().render()).isEmpty();
      assertThat(stack.observed().service("api").orElseThrow().status())
          .isEqualTo(new Status.Ready());
      assertThat(stack.observed().service("seed").orElseThrow().status())
          .isEqualTo(new Status.Exited(0));
      assertThat(stack.containers())
          .extracting(Container::name)
          .containsExactlyInAnyOrder(
              "platform-it-up-db-1", "platform-it-up-seed-1", "platform-it-up-api-1");
    }
  }

  @Test
  void namesWhatChangedAndReplacesThatAlone() throws Exception {
    try (RealStack stack = stack("platform-it-change")) {
      stack.up();
      String db = stack.container("db").id();
      String api = stack.container("api").id();
      stack.compose(COMPOSE.replaceFirst("(?s)(api:.*LEVEL: )info", "$1debug"));

      Plan plan = stack.up();

      assertThat(plan.render()).contains("config changed: environment.LEVEL");
      assertThat(stack.container("db").id()).isEqualTo(db);
      assertThat(stack.container("api").id()).isNotEqualTo(api);
      assertThat(stack.container("api").name()).isEqualTo("platform-it-change-api-1");
      assertThat(stack.plan().render()).isEmpty();
    }
  }

  @Test
  void stopsTheOldContainerOnlyWhenTheNewOneIsReady() throws Exception {
    try (RealStack stack = stack("platform-it-beside")) {
      stack.up();
      stack.compose(COMPOSE.replaceFirst("(?s)(api:.*LEVEL: )info", "$1debug"));

      String plan = stack.up().render();

      assertThat(plan.indexOf("await    api")).isLessThan(plan.indexOf("stop     api"));
      assertThat(stack.containers()).hasSize(3);
      assertThat(stack.container("api").name()).isEqualTo("platform-it-beside-api-1");
    }
  }

  @Test
  void stopsWhatWritesAVolumeBeforeItsReplacementStarts() throws Exception {
    try (RealStack stack = stack("platform-it-single")) {
      stack.up();
      stack.compose(COMPOSE.replaceFirst("LEVEL: info", "LEVEL: debug"));

      String plan = stack.up().render();

      assertThat(plan.indexOf("stop     db")).isBetween(0, plan.indexOf("start    db"));
      assertThat(stack.plan().render()).isEmpty();
    }
  }

  @Test
  void noticesThatAMountedFileHasOtherContent() throws Exception {
    try (RealStack stack = stack("platform-it-file")) {
      stack.up();

      Files.writeString(directory.resolve("db.conf"), "size=2\n");

      assertThat(stack.plan().render()).contains("config changed: content /etc/db.conf");
    }
  }

  @Test
  void keepsTheOldContainerWhenTheNewOneDoesNotProveItself() throws Exception {
    try (RealStack stack = stack("platform-it-back")) {
      stack.up();
      String api = stack.container("api").id();
      stack.compose(
          COMPOSE.replaceFirst(
              "(?s)(api:.*?command: )\\[[^\\n]*\\]", "$1[sh, -c, 'echo no config; exit 3']"));

      UserError error = catchThrowableOfType(UserError.class, stack::up);

      assertThat(error.render())
          .contains("the replacement of api was rolled back; the one before it never stopped")
          .contains("exited with code 3")
          .contains("no config");
      assertThat(stack.container("api").id()).isEqualTo(api);
      assertThat(stack.container("api").running()).isTrue();
      assertThat(stack.containers()).hasSize(3);
    }
  }

  @Test
  void runsTheOldContainerAgainWhenItHadToBeStopped() throws Exception {
    try (RealStack stack = stack("platform-it-again")) {
      stack.up();
      String db = stack.container("db").id();
      stack.compose(
          COMPOSE.replaceFirst(
              "(?s)(db:.*?command: )\\[[^\\n]*\\]", "$1[sh, -c, 'echo no config; exit 3']"));

      UserError error = catchThrowableOfType(UserError.class, stack::up);

      assertThat(error.render())
          .contains("the replacement of db was rolled back; the one before it runs again");
      assertThat(stack.container("db").id()).isEqualTo(db);
      assertThat(stack.container("db").running()).isTrue();
    }
  }

  @Test
  void startsAgainWhatSomebodyRemovedByHand() throws Exception {
    try (RealStack stack = stack("platform-it-hand")) {
      stack.up();
      stack
          .engine()
          .call("DELETE", "/containers/" + stack.container("api").id() + "?force=1", null);

      Plan plan = stack.up();

      assertThat(plan.render()).contains("start    api");
      assertThat(stack.plan().render()).isEmpty();
    }
  }

  @Test
  void finishesWhatAnInterruptedReplacementLeft() throws Exception {
    try (RealStack stack = stack("platform-it-left")) {
      stack.up();
      Container api = stack.container("api");
      Containers containers = new Containers(stack.engine());
      containers.rename(api.id(), "0123456789ab_" + api.name());

      Plan plan = stack.up();

      assertThat(plan.render()).contains("tidy     0123456789ab_" + api.name());
      assertThat(stack.container("api").name()).isEqualTo(api.name());
      assertThat(stack.plan().render()).isEmpty();
    }
  }

  @Test
  void reportsEverythingForeignThatIsInTheWayAtOnce() throws Exception {
    try (RealStack other = stack("platform-it-other")) {
      other.compose(
          """
          services:
            squatter: {image: IMAGE, container_name: platform-it-mine-db-1, command: SERVER}
          networks: {default: {name: platform-it-mine_default}}
          """
              .replace("SERVER", SERVER));
      other.up();
      try (RealStack mine = RealStack.in(directory, "platform-it-mine").compose(COMPOSE)) {

        UserError error = catchThrowableOfType(UserError.class, mine::up);

        assertThat(error.render())
            .contains("the name 'platform-it-mine-db-1' is taken")
            .contains("of project 'platform-it-other'")
            .contains("the network platform-it-mine_default belongs to somebody else");
        assertThat(mine.containers()).isEmpty();
      }
      other.compose(
          """
          services:
            squatter: {image: IMAGE, container_name: platform-it-mine-db-1, command: SERVER}
          networks: {default: {name: platform-it-mine_default}}
          """
              .replace("SERVER", SERVER));
    }
  }

  @Test
  void saysWhatAServiceLoggedThatCrashesAtOnce() throws Exception {
    try (RealStack stack = stack("platform-it-crash")) {
      stack.compose(
          """
          services:
            bad: {image: IMAGE, command: [sh, -c, "echo about to fail; exit 3"]}
          """);

      UserError error = catchThrowableOfType(UserError.class, stack::up);

      assertThat(error.render()).contains("bad exited with code 3").contains("about to fail");
    }
  }

  @Test
  void takesEverythingDownButWhatIsForeign() throws Exception {
    try (RealStack stack = stack("platform-it-down")) {
      stack.up();

      stack.down();

      assertThat(stack.containers()).isEmpty();
      assertThat(stack.observed().resources()).isEmpty();
    }
  }

  @Test
  void mergesTheLogsOfAllServices() throws Exception {
    try (RealStack stack = stack("platform-it-logs")) {
      stack.up();

      assertThat(stack.logged())
          .containsExactly("db: info ready", "seed: seeded", "api: info ready");
    }
  }

  @Test
  void recreatesWhatComposeMadeSayingSo() throws Exception {
    try (RealStack stack = stack("platform-it-adopt")) {
      stack.compose("services: {a: {image: IMAGE, command: SERVER}}".replace("SERVER", SERVER));
      stack.up();
      Map<String, Object> labels =
          Map.of(
              Labels.PROJECT, "platform-it-adopt",
              Labels.SERVICE, "a",
              Labels.NUMBER, "1",
              Labels.ONE_OFF, "False",
              Labels.HASH, "4be1",
              Labels.VERSION, "2.40.3");
      Containers containers = new Containers(stack.engine());
      containers.remove(stack.container("a").id());
      ContainerSpec spec =
          new ContainerSpec(
              Map.of("Image", RealStack.IMAGE, "Cmd", List.of("sleep", "60"), "Labels", labels),
              Map.of(),
              Map.of());
      containers.start(containers.create("platform-it-adopt-a-1", "", spec));

      Plan plan = stack.up();

      assertThat(plan.render()).contains("docker compose made it");
      assertThat(stack.plan().render()).isEmpty();
    }
  }
}
