package io.usercenter.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process: only that sees what reaches the streams before the exit. */
class ProcessTest {

  @TempDir Path directory;

  @Test
  void versionReachesStandardOutput() throws Exception {
    var run = run(Map.of(), "version");

    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith("platform ").contains("(JDK 25");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void anUnknownOptionIsWrongUsage() throws Exception {
    var run = run(Map.of(), "up", "--bogus");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("error: Unknown option: '--bogus'")
        .contains("platform up --help");
  }

  @Test
  void anUnknownCommandIsWrongUsageAndTheNearestIsNamed() throws Exception {
    var run = run(Map.of(), "stauts");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("status");
  }

  @Test
  void helpGoesToStandardOutput() throws Exception {
    var run = run(Map.of(), "--help");

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("Usage: platform").contains("  platform up");
  }

  @Test
  void noColorHoldsWhateverItsValue() throws Exception {
    var colored = run(Map.of(), "-Dplatform.terminal=012", "up", "--bogus");
    var plain = run(Map.of("NO_COLOR", "0"), "-Dplatform.terminal=012", "up", "--bogus");
    var option = run(Map.of(), "-Dplatform.terminal=012", "up", "--bogus", "--no-color");

    assertThat(colored.err()).contains("\u001b[");
    assertThat(plain.err()).doesNotContain("\u001b[");
    assertThat(option.err()).doesNotContain("\u001b[");
  }

  @Test
  void bashReadsTheCompletion() throws Exception {
    Path script = directory.resolve("completion");
    var run = run(Map.of(), "completion", "bash");
    Files.writeString(script, run.out());

    Process bash = new ProcessBuilder("bash", "-n", script.toString()).inheritIO().start();

    assertThat(bash.waitFor()).isZero();
    assertThat(run.out()).contains("--remove-orphans");
  }

  @Test
  void fishCompletesCommandsAndOptions() throws Exception {
    var run = run(Map.of(), "completion", "fish");

    assertThat(run.out())
        .contains("complete -c platform -n __fish_use_subcommand -a up -d 'Bring the stack up")
        .contains("complete -c platform -n '__fish_seen_subcommand_from up' -l dry-run -d ")
        .contains("-l env -x -a 'dev prod'");
  }

  private record Run(int status, String out, String err) {}

  /** Arguments that begin with -D are for the JVM. */
  private Run run(Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    List.of(args).stream().filter(arg -> arg.startsWith("-D")).forEach(command::add);
    command.add(Main.class.getName());
    List.of(args).stream().filter(arg -> !arg.startsWith("-D")).forEach(command::add);
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().keySet().removeAll(List.of("NO_COLOR", "JAVA_TOOL_OPTIONS"));
    builder.environment().put("TERM", "xterm");
    builder.environment().putAll(environment);
    int status = builder.start().waitFor();
    return new Run(
        status,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
