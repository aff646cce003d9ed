package io.usercenter.platform.cli;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.cli.console.Console.Settings;
import io.usercenter.platform.cli.console.Terminal;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Runs the program with streams that are strings. */
final class ProgramFixtures {

  private ProgramFixtures() {}

  /** What a run left behind. */
  record Run(int status, String out, String err) {}

  /** A console that nobody sees. */
  static Console silent() {
    return console(Writer.nullWriter());
  }

  /** A console of which only the answers are kept. */
  static Console console(Writer out) {
    return new Console(
        new PrintWriter(out),
        new PrintWriter(Writer.nullWriter()),
        InputStream.nullInputStream(),
        new Terminal(false, false, false, false, true),
        Settings.of(new String[0], Map.of()));
  }

  static Run run(World world, String... args) {
    return run(world, new Terminal(false, false, false, false, true), "", args);
  }

  static Run run(World world, Terminal terminal, String typed, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console =
        new Console(
            new PrintWriter(out),
            new PrintWriter(err),
            new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
            terminal,
            Settings.of(args, Map.of()));
    int status = new Program(console, world).run(args);
    return new Run(status, out.toString(), err.toString());
  }
}
