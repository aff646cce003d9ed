package io.usercenter.platform.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services whose Compose entry has a {@code build}, built by the engine. */
class BuildIT {

  private static final String NAME = "platform-it-build";
  private static final String IMAGE = NAME + "-web";
  private static final String COMPOSE =
      """
      services:
        web:
          build:
            context: ./web
            args: {GREETING: hello WHEN}
            target: final
          command: [sh, -c, "trap 'exit 0' TERM; cat /said /page; while true; do sleep 0.1; done"]
          healthcheck: {test: [CMD, test, -f, /page], interval: 60s}
      """;
  private static final String DOCKERFILE =
      """
      FROM platform-test-busybox:1 AS first
      ARG GREETING
      RUN echo "$GREETING from a step" | tee /said
      FROM first AS final
      COPY . /
      FROM first AS never
      RUN false
      """;

  @TempDir Path directory;
  private RealStack stack;
  private Cli cli;

  @BeforeEach
  void writeProject() throws Exception {
    stack = RealStack.in(directory, NAME).compose(COMPOSE.replace("WHEN", "" + System.nanoTime()));
    removeImage();
    cli = Cli.in(directory, NAME);
    write("Dockerfile", DOCKERFILE);
    write("page", "one");
    write("node_modules/large", "not sent");
    write(".dockerignore", "node_modules\n**/*.log\n");
  }

  @AfterEach
  void removeAll() throws Exception {
    stack.close();
    removeImage();
  }

  private static void removeImage() throws Exception {
    try (Engine engine = RealEngine.orSkip("BuildIT")) {
      engine.call("DELETE", "/images/" + IMAGE + "?force=1", null);
    } catch (Refusal refusal) {
      assertThat(refusal.isMissing()).isTrue();
    }
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve("web").resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, text);
  }

  private String inContainer(String... command) throws Exception {
    return new Containers(stack.engine())
        .exec(stack.container("web").id(), Map.of("Cmd", List.of(command)), Duration.ofSeconds(10))
        .output();
  }

  @Test
  void buildsWhatIsMissingShowingEachStep() throws Exception {
    Cli.End up = cli.run("up");

    assertThat(up.status()).as("%s", up).isZero();
    assertThat(up.err())
        .contains(" : RUN echo \"$GREETING from a step\"")
        .contains("web: hello ")
        .doesNotContain("RUN false");
    assertThat(inContainer("cat", "/said", "/page")).contains("from a step").contains("one");
    Container web = stack.container("web");
    Images.Image image = new Images(stack.engine()).find(IMAGE).orElseThrow();
    assertThat(image.id()).isEqualTo(web.imageId());
    assertThat(image.labels())
        .containsEntry(Labels.PROJECT, NAME)
        .containsEntry(Labels.SERVICE, "web");
    assertThat(cli.run("plan").status()).isZero();
  }

  @Test
  void sendsNothingThatIsIgnored() throws Exception {
    cli.run("up");

    String listed = inContainer("busybox", "ls", "/");

    assertThat(listed).contains("page").contains("said").doesNotContain("node_modules");
    write("node_modules/large", "changed");
    assertThat(cli.run("plan").status()).isZero();
  }

  @Test
  void namesTheFileOfTheContextThatChangedAndBuildsAgain() throws Exception {
    cli.run("up");
    String before = stack.container("web").imageId();
    write("page", "two");

    Cli.End plan = cli.run("plan");
    Cli.End up = cli.run("up");

    assertThat(plan.status()).isEqualTo(2);
    assertThat(plan.out()).contains("config changed: build context page");
    assertThat(up.status()).as("%s", up).isZero();
    assertThat(stack.container("web").imageId()).isNotEqualTo(before);
    assertThat(inContainer("cat", "/page")).isEqualTo("two");
    assertThat(cli.run("plan").status()).isZero();
  }

  @Test
  void showsTheStepThatFailsAndKeepsWhatRuns() throws Exception {
    cli.run("up");
    Container before = stack.container("web");
    write(
        "Dockerfile",
        DOCKERFILE.replace("COPY . /", "COPY . /\nRUN echo no such header && exit 7"));

    Cli.End up = cli.run("up");

    assertThat(up.status()).isEqualTo(1);
    assertThat(up.err())
        .contains("error: the image of web could not be built")
        .contains("at: " + directory.resolve("web/Dockerfile"))
        .contains(" : RUN echo no such header && exit 7")
        .contains("| no such header")
        .contains("returned a non-zero code: 7");
    assertThat(stack.container("web").id()).isEqualTo(before.id());
    assertThat(stack.container("web").running()).isTrue();
    assertThat(stack.containers()).hasSize(1);
  }

  @Test
  void rebuildBuildsAgainAndReplacesOnlyWhatChangedByIt() throws Exception {
    cli.run("up");
    String before = stack.container("web").id();

    Cli.End same = cli.run("rebuild", "web");
    write("page", "three");
    Cli.End changed = cli.run("up", "--build");

    assertThat(same.status()).as("%s", same).isZero();
    assertThat(same.out()).contains("nothing to do");
    assertThat(changed.status()).as("%s", changed).isZero();
    assertThat(changed.err()).contains("COPY . /").contains("config changed");
    assertThat(stack.container("web").id()).isNotEqualTo(before);
  }

  @Test
  void takesAnInlineDockerfileAndSaysBeforehandWhatIsMissing() throws Exception {
    stack.compose(
        """
        services:
          web:
            build:
              context: ./web
              dockerfile_inline: |
                FROM platform-test-busybox:1
                CMD ["sleep", "60"]
          gone: {build: ./gone}
          base: {build: {context: ./web, dockerfile_inline: "FROM nobody/has-this:1"}}
        """);

    Cli.End all = cli.run("up");
    Cli.End web = cli.run("up", "web");

    assertThat(all.err())
        .contains("the image of gone cannot be built")
        .contains(directory.resolve("gone") + "' is no directory")
        .contains("the image 'nobody/has-this:1' cannot be had")
        .contains("services.base.build");
    assertThat(web.status()).as("%s", web).isZero();
    assertThat(stack.containers()).hasSize(1);
  }
}
