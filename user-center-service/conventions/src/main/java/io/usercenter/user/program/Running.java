package io.usercenter.user.program;

import io.vertx.core.Future;

/** A program that serves; stopping it lets what is under way finish. */
public interface Running {

  /** Closes listeners, waits for requests under way, releases the rest. */
  Future<?> stop();
}
