package io.usercenter.platform.logs;

/** Takes log lines one after the other. */
public interface LogSink {

  void accept(LogLine line);

  /**
   * Called whenever no further line is at hand.
   *
   * @return whether more lines are wanted
   */
  boolean flush();
}
