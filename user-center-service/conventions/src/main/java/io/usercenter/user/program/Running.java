package io.usercenter.user.program;

import io.vertx.core.Future;

/** A program that serves; stopping it lets what is under way finish. */
public interface Running {

  /** Serves requests of its own, so that a JVM that records an AOT cache sees how it is done. */
  Future<?> rehearse();

  /** Closes listeners, waits for requests under way, releases the rest. */
  Future<?> stop();
}
