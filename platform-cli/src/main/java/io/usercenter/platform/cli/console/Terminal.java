package io.usercenter.platform.cli.console;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the program's streams are connected to.
 *
 * @param dumb it shows lines and nothing else
 * @param unicode it shows more than ASCII
 */
public record Terminal(boolean in, boolean out, boolean err, boolean dumb, boolean unicode) {

  /** Lines and columns. */
  public record Size(int rows, int columns) {

    public static final Size USUAL = new Size(24, 80);
  }

  /**
   * @param tested digits of the streams that are terminals, as the launcher tested them; null when
   *     nobody did
   */
  public static Terminal detect(@Nullable String tested, Map<String, String> environment) {
    return new Terminal(
        connected(tested, 0),
        connected(tested, 1),
        connected(tested, 2),
        "dumb".equals(environment.get("TERM")),
        unicode(environment));
  }

  /** Whether progress can be redrawn in place. */
  public boolean live() {
    return err && !dumb;
  }

  /** Asks the terminal for its present size; empty when there is none to ask. */
  public static Optional<Size> size() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return parse(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
    } catch (IOException noTerminal) {
      return Optional.empty();
    }
  }

  static Optional<Size> parse(String rowsAndColumns) {
    String[] parts = rowsAndColumns.strip().split(" ", -1);
    if (parts.length != 2 || parts[0].length() > 5 || parts[1].length() > 5) {
      return Optional.empty();
    }
    try {
      Size size = new Size(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
      return size.rows() > 0 && size.columns() > 0 ? Optional.of(size) : Optional.empty();
    } catch (NumberFormatException unexpected) {
      return Optional.empty();
    }
  }

  // System.console() is no test: it may exist when a stream is redirected (since JDK 22).
  private static boolean connected(@Nullable String tested, int stream) {
    if (tested != null) {
      return tested.indexOf('0' + stream) >= 0;
    }
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + stream)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }

  // POSIX: LC_ALL wins over LC_CTYPE, which wins over LANG (XBD 8.2).
  private static boolean unicode(Map<String, String> environment) {
    for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty()) {
        return value.endsWith("UTF-8") || value.endsWith("utf8") || value.endsWith("UTF8");
      }
    }
    return false;
  }
}
