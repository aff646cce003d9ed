package io.usercenter.platform.cli.console;

import io.usercenter.platform.cli.console.Styles.Style;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The three streams of the program: answers go to one, everything else to the other, and neither is
 * held back while the other is written. Safe for use by several threads.
 */
public final class Console {

  private final PrintWriter out;
  private final PrintWriter err;
  private final InputStream in;
  private final Terminal terminal;
  private final Settings settings;
  private volatile @Nullable Consumer<String> diversion;

  /** What the user asked for. */
  public record Settings(boolean color, boolean quiet) {

    /** Reads the options that hold for every command, and NO_COLOR, whose value never matters. */
    public static Settings of(String[] args, Map<String, String> environment) {
      boolean color = !environment.containsKey("NO_COLOR");
      boolean quiet = false;
      for (String arg : args) {
        color &= !arg.equals("--no-color");
        quiet |= arg.equals("-q") || arg.equals("--quiet");
      }
      return new Settings(color, quiet);
    }
  }

  public Console(
      PrintWriter out, PrintWriter err, InputStream in, Terminal terminal, Settings settings) {
    this.out = out;
    this.err = err;
    this.in = in;
    this.terminal = terminal;
    this.settings = settings;
  }

  public Terminal terminal() {
    return terminal;
  }

  public Styles outStyles() {
    return new Styles(settings.color() && terminal.out() && !terminal.dumb());
  }

  public Styles errStyles() {
    return new Styles(settings.color() && terminal.live());
  }

  public boolean quiet() {
    return settings.quiet();
  }

  /** Writes what was asked for to standard output, as it is. */
  public synchronized void answer(String text) {
    err.flush();
    out.print(text);
    out.flush();
  }

  /** Whether nobody reads standard output any more. */
  public synchronized boolean closed() {
    return out.checkError();
  }

  /** Writes a line about the work to standard error, unless the user wants quiet. */
  public void note(String line) {
    Consumer<String> elsewhere = diversion;
    if (elsewhere != null) {
      elsewhere.accept(line);
    } else if (!quiet()) {
      error(line + "\n");
    }
  }

  /** Sends notes to whoever draws on the terminal now; null ends that. */
  void divert(@Nullable Consumer<String> elsewhere) {
    diversion = elsewhere;
  }

  /** Writes something that must not be missed to standard error, as it is. */
  public synchronized void error(String text) {
    out.flush();
    err.print(text);
    err.flush();
  }

  /** The same for an error report, its first word in the colour of errors. */
  public void problem(String report) {
    error(report.replace("error:", errStyles().paint(Style.BAD, "error:")));
  }

  /** Asks on the terminal; empty when there is nobody to ask. */
  public Optional<String> ask(String question) {
    if (!terminal.in()) {
      return Optional.empty();
    }
    error(question);
    try {
      // Null at the end of input: the user declined to answer.
      String line =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
      return Optional.ofNullable(line);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public synchronized void flush() {
    out.flush();
    err.flush();
  }
}
