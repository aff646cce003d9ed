package io.usercenter.platform.cli;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.cli.console.Console.Settings;
import io.usercenter.platform.cli.console.Terminal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/** The program on a stack in memory, to look at by hand: {@code -Dpace=1s -Dbroken=api}. */
final class Rehearsal {

  private Rehearsal() {}

  public static void main(String[] args) {
    Duration pace = new DurationText().convert(System.getProperty("pace", "1s"));
    Console console =
        new Console(
            new PrintWriter(System.out, false, StandardCharsets.UTF_8),
            new PrintWriter(System.err, false, StandardCharsets.UTF_8),
            System.in,
            Terminal.detect(null, System.getenv()),
            Settings.of(args, System.getenv()));
    MemoryRuntime runtime =
        new MemoryRuntime(Set.of(System.getProperty("broken", "nothing")), pace);
    int status = new Program(console, new MemoryWorld(runtime)).run(args);
    console.flush();
    System.exit(status);
  }
}
