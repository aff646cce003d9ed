package io.usercenter.platform.cli;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.cli.console.Console.Settings;
import io.usercenter.platform.cli.console.Terminal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Where the program starts and everything is put together. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    Console console =
        new Console(
            new PrintWriter(System.out, false, StandardCharsets.UTF_8),
            new PrintWriter(System.err, false, StandardCharsets.UTF_8),
            System.in,
            Terminal.detect(System.getProperty("platform.terminal"), System.getenv()),
            Settings.of(args, System.getenv()));
    int status = new Program(console, world(console::note)).run(args);
    console.flush();
    System.exit(status);
  }

  /** The real world. */
  static World world(Consumer<String> told) {
    return new LocalWorld(
        Path.of(System.getProperty("platform.home", "")).toAbsolutePath(), System.getenv(), told);
  }
}
