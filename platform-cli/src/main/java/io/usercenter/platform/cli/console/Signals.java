package io.usercenter.platform.cli.console;

/** What the operating system tells the process. A shutdown hook could not cancel anything. */
public final class Signals {

  private Signals() {}

  /**
   * @param name without SIG, such as INT
   * @param handler runs on a thread of its own
   */
  @SuppressWarnings("sunapi") // There is no other way to hear of Ctrl-C and keep running.
  public static void on(String name, Runnable handler) {
    try {
      sun.misc.Signal.handle(new sun.misc.Signal(name), _ -> handler.run());
    } catch (IllegalArgumentException notHere) {
      // This system has no such signal, or the JVM was told to leave it alone: nothing to hear.
      return;
    }
  }
}
