package io.usercenter.platform.cli;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.cli.console.Console.Settings;
import io.usercenter.platform.cli.console.Terminal;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;

/** Runs what users run most, for a JVM that records which classes that takes (JEP 514). */
final class Training {

  // Commands that change nothing, on a stack that nobody has.
  private static final String[][] COMMANDS = {
    {"version"},
    {"version", "--json"},
    {"help"},
    {"up", "--help"},
    {"no-such-command"},
    {"config", "--offline"},
    {"plan", "--offline", "--name", "training"},
    {"up", "--dry-run", "--offline", "--name", "training"},
    {"status", "--offline", "--name", "training"},
    {"status", "--json", "--offline", "--name", "training"},
    {"logs", "--offline", "--name", "training"},
  };

  private Training() {}

  /** The launcher calls this with directories for state of its own. */
  public static void main(String[] args) {
    for (String[] command : COMMANDS) {
      Console console =
          new Console(
              new PrintWriter(Writer.nullWriter()),
              new PrintWriter(Writer.nullWriter()),
              InputStream.nullInputStream(),
              new Terminal(false, true, true, false, true),
              Settings.of(command, System.getenv()));
      new Program(console, Main.world()).run(command);
    }
    System.exit(0);
  }
}
