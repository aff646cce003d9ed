package io.usercenter.platform.stack;

import java.time.Duration;

/**
 * When a service is started again and how it is stopped.
 *
 * @param stopSignal name of a POSIX signal, such as SIGTERM
 * @param stopGrace how long it may take to stop before it is killed
 */
public record Lifecycle(Restart restart, int maxRestarts, String stopSignal, Duration stopGrace) {

  /** Restart policies of the Compose Specification. */
  public enum Restart {
    NO,
    ALWAYS,
    ON_FAILURE,
    UNLESS_STOPPED
  }
}
