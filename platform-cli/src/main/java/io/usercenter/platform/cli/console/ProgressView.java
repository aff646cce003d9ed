package io.usercenter.platform.cli.console;

import io.usercenter.platform.execute.Event;
import java.util.function.Consumer;

/** Shows events to the user while they happen; safe for use by several threads. */
public interface ProgressView extends Consumer<Event>, AutoCloseable {

  /** Says something beside the events. */
  void say(String line);

  /** Shows the last state and leaves the terminal as it was found. */
  @Override
  void close();

  /** Shows nothing. */
  static ProgressView silent() {
    return new ProgressView() {
      @Override
      public void accept(Event event) {}

      @Override
      public void say(String line) {}

      @Override
      public void close() {}
    };
  }
}
