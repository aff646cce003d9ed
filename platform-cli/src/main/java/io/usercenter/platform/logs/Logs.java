package io.usercenter.platform.logs;

/** What the services of one stack logged. */
public interface Logs {

  /**
   * Hands lines to the sink in the order of time, as far as their timestamps tell; returns at the
   * end of the logs, or, when following, as soon as the sink wants no more.
   *
   * @throws InterruptedException when interrupted; the sink was flushed
   */
  void read(LogQuery query, LogSink sink) throws InterruptedException;
}
