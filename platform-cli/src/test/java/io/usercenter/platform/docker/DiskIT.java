package io.usercenter.platform.docker;

import static io.usercenter.platform.docker.FakeEngine.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are nearly full, which only root can make. */
class DiskIT {

  @TempDir Path directory;
  private Path small;

  @BeforeEach
  void mountSmallDisk() throws Exception {
    small = Files.createDirectory(directory.resolve("small"));
    if (run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", small.toString()) != 0) {
      String line = "SKIPPED DiskIT: no small file system can be mounted here";
      System.err.println(line);
      Assumptions.abort(line);
    }
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", small.toString());
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }

  @Test
  void reportsFullDisksBeforeAnythingIsChanged() throws Exception {
    try (ScriptedEngine engine = new ScriptedEngine(directory)) {
      engine.on("GET .*/info", json(200, "{\"DockerRootDir\": \"%s\"}".formatted(small)));
      Files.writeString(
          directory.resolve("compose.yml"),
          "name: shop\nservices: {api: {image: 'api:1', volumes: ['./small:/data']}}\n");

      UserError error =
          catchThrowableOfType(UserError.class, () -> engine.up(Duration.ofSeconds(30)));

      assertThat(error.render())
          .contains("the engine's disk is nearly full")
          .contains("at least 512 MB are needed")
          .contains("the disk of a mounted directory is nearly full")
          .contains("at least 32 MB are needed")
          .contains(small.toString());
      assertThat(engine.requests()).noneMatch(request -> request.startsWith("POST"));
    }
  }

  @Test
  void mindsNoFileThatIsOnlyRead() throws Exception {
    try (ScriptedEngine engine = new ScriptedEngine(directory)) {
      Files.writeString(small.resolve("conf"), "a=1\n");
      Files.writeString(
          directory.resolve("compose.yml"),
          "name: shop\nservices: {api: {image: 'api:1', volumes: ['./small:/conf:ro']}}\n");

      engine.up(Duration.ofSeconds(30));

      assertThat(engine.requests()).anyMatch(request -> request.endsWith("/containers/c1/start"));
    }
  }
}
