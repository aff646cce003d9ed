package io.usercenter.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher script in a repository of its own, with a JDK and a Maven that say what they got.
 */
@Timeout(60)
class LauncherTest {

  private static final String[] TOOLS = {
    "cat",
    "cksum",
    "dirname",
    "env",
    "find",
    "flock",
    "grep",
    "head",
    "mkdir",
    "mktemp",
    "mv",
    "nice",
    "readlink",
    "rm",
    "sh",
    "sleep",
    "stat",
    "timeout",
    "touch"
  };

  @TempDir Path directory;
  private Path repository;
  private Path tools;
  private Path source;

  @BeforeEach
  void makeARepository() throws IOException {
    repository = Files.createDirectories(directory.resolve("a repository"));
    tools = Files.createDirectories(directory.resolve("tools"));
    for (String tool : TOOLS) {
      script(tools.resolve(tool), "exec " + which(tool) + " \"$@\"");
    }
    Files.copy(Path.of("../platform"), repository.resolve("platform"));
    Files.writeString(repository.resolve("pom.xml"), "");
    Path module = Files.createDirectories(repository.resolve("platform-cli/picocli"));
    Files.writeString(module.resolve("pom.xml"), "");
    Files.writeString(repository.resolve("platform-cli/pom.xml"), "");
    source = repository.resolve("platform-cli/src/main/Main.java");
    Files.createDirectories(source.resolveSibling("."));
    Files.writeString(source, "");
    Path jdk = directory.resolve("jdk");
    script(
        jdk.resolve("bin/java"),
        "case \"$*\" in *AOTCacheOutput*) exit 1;; esac\necho \"java $*\"");
    script(jdk.resolve("bin/javac"), "");
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.3\"\n");
    script(
        tools.resolve("mvn"),
        """
        echo "$JAVA_HOME $*" >>"$LOG"
        mkdir -p platform-cli/target/lib
        touch platform-cli/target/platform-cli-1.jar
        """);
  }

  @Test
  void buildsWhatIsMissingAndRunsIt() throws Exception {
    var run = run("version", "--json");

    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith("java -XX:+UseSerialGC").endsWith("Main version --json\n");
    assertThat(run.err()).isEqualTo("building platform (first run takes a minute) …\n");
    assertThat(builds()).hasSize(1).first().asString().contains("-Dmaven.test.skip=true");
  }

  @Test
  void buildsNothingWhenNothingChanged() throws Exception {
    run("version");

    var run = run("version");

    assertThat(run.err()).isEmpty();
    assertThat(builds()).hasSize(1);
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws Exception {
    run("version");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));

    run("version");

    assertThat(builds()).hasSize(2);
  }

  @Test
  void aFailedBuildShowsWhatTheCompilerSays() throws Exception {
    script(tools.resolve("mvn"), "echo '[INFO] noise'; echo '[ERROR] Main.java:[1,1] bad'; exit 1");

    var run = run("version");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("[ERROR] Main.java:[1,1] bad").doesNotContain("noise");
  }

  @Test
  void withoutMavenItSaysHowToGetIt() throws Exception {
    Files.delete(tools.resolve("mvn"));

    var run = run("version");

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).startsWith("error: Maven was not found").contains("fix: ");
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    Process first = start("version");
    Process second = start("version");

    assertThat(first.waitFor()).isZero();
    assertThat(second.waitFor()).isZero();
    assertThat(builds()).hasSize(1);
  }

  @Test
  void findsTheRepositoryBehindLinks() throws Exception {
    Files.createSymbolicLink(repository.resolve("again"), Path.of("platform"));
    Files.createSymbolicLink(directory.resolve("link"), repository.resolve("again"));

    Process process = start(directory.resolve("link"), "version");

    assertThat(process.waitFor()).isZero();
    assertThat(Files.readString(directory.resolve("out"))).contains("a repository/platform-cli");
  }

  @Test
  void testIsTheWholeVerification() throws Exception {
    var run = run("test", "-pl", "platform-cli");

    assertThat(run.status()).isZero();
    assertThat(builds()).containsExactly(directory.resolve("jdk") + " -B verify -pl platform-cli");
  }

  @Test
  void offlineIsForTheBuildToo() throws Exception {
    run("up", "--offline");

    assertThat(builds()).first().asString().contains(" -o ");
  }

  private record Run(int status, String out, String err) {}

  private Run run(String... args) throws IOException, InterruptedException {
    int status = start(args).waitFor();
    return new Run(
        status,
        Files.readString(directory.resolve("out")),
        Files.readString(directory.resolve("err")));
  }

  private Process start(String... args) throws IOException {
    return start(repository.resolve("platform"), args);
  }

  private Process start(Path launcher, String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(Arrays.asList(args));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile());
    builder.environment().clear();
    builder.environment().put("PATH", tools.toString());
    builder.environment().put("HOME", directory.toString());
    builder.environment().put("JAVA_HOME", directory.resolve("jdk").toString());
    builder.environment().put("LOG", directory.resolve("maven.log").toString());
    // Not a directory: nothing is trained in the background of a test.
    builder.environment().put("XDG_CACHE_HOME", repository.resolve("pom.xml").toString());
    return builder.start();
  }

  private List<String> builds() throws IOException {
    return Files.readAllLines(directory.resolve("maven.log"));
  }

  private static Path which(String tool) {
    for (String place : List.of("/usr/bin", "/bin")) {
      if (Files.isExecutable(Path.of(place, tool))) {
        return Path.of(place, tool);
      }
    }
    throw new AssertionError("this machine has no " + tool);
  }

  private static void script(Path file, String body) throws IOException {
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
