package io.usercenter.platform.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What belongs to others is named and left alone. */
class ForeignIT {

  private static final String NAME = "platform-it-foreign";
  private static final String VOLUME = NAME + "_data";

  @TempDir Path directory;

  private static ServerSocket listener() throws Exception {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @Test
  void reportsPortsOfProcessesAndContainersAndAVolumeOfAnotherProjectAtOnce() throws Exception {
    int published;
    try (ServerSocket free = listener()) {
      published = free.getLocalPort();
    }
    try (ServerSocket process = listener();
        RealStack other =
            RealStack.in(Files.createDirectories(directory.resolve("other")), NAME + "-other");
        RealStack mine = RealStack.in(directory, NAME)) {
      other.compose(
          "services: {holder: {image: IMAGE, command: [sleep, '600'], ports: ['127.0.0.1:%d:80']}}"
              .formatted(published));
      other.up();
      volumeOfAnother(mine.engine());
      mine.compose(
          """
          services:
            one: {image: IMAGE, ports: ["127.0.0.1:%d:80"]}
            two: {image: IMAGE, ports: ["127.0.0.1:%d:80"], volumes: ["data:/data"]}
            three: {image: IMAGE, secrets: [gone]}
          volumes: {data: {}}
          secrets: {gone: {file: ./gone}}
          """
              .formatted(process.getLocalPort(), published));

      UserError error = catchThrowableOfType(UserError.class, mine::up);

      assertThat(error.exitCode()).isEqualTo(ExitCode.CONFLICT);
      assertThat(error.render())
          .contains("port " + process.getLocalPort() + " is taken")
          .contains("(pid " + ProcessHandle.current().pid() + ")")
          .contains("port " + published + " is taken")
          .contains("container '" + NAME + "-other-holder-1' of project '" + NAME + "-other'")
          .contains("the volume " + VOLUME + " belongs to somebody else")
          .contains("project 'somebody' made it")
          .contains("gone' does not exist");
      assertThat(mine.containers()).isEmpty();
      assertThat(other.container("holder").running()).isTrue();
      assertThat(mine.engine().get("/volumes/" + VOLUME)).isNotNull();
    } finally {
      removeVolume();
    }
  }

  private static void volumeOfAnother(Engine engine) throws Exception {
    engine.call(
        "POST",
        "/volumes/create",
        Map.of("Name", VOLUME, "Labels", Map.of(Labels.PROJECT, "somebody")));
  }

  private static void removeVolume() throws Exception {
    try (Engine engine = RealEngine.orSkip("ForeignIT")) {
      engine.call("DELETE", "/volumes/" + VOLUME, null);
    }
  }

  @Test
  void deletesNoVolumeOfAnotherWhenItsOwnAreDeleted() throws Exception {
    try (RealStack mine = RealStack.in(directory, NAME)) {
      volumeOfAnother(mine.engine());
      mine.compose(
          """
          services: {one: {image: IMAGE, command: [sleep, "600"], volumes: ["data:/data"]}}
          volumes: {data: {external: true, name: %s}}
          """
              .formatted(VOLUME));
      mine.up();

      mine.down();

      assertThat(mine.containers()).isEmpty();
      assertThat(mine.engine().get("/volumes/" + VOLUME)).isNotNull();
    } finally {
      removeVolume();
    }
  }
}
