package io.usercenter.platform.probe;

/** What a probe found. */
public sealed interface Health {

  record Healthy() implements Health {}

  /** {@code reason} is one line for users. */
  record Unhealthy(String reason) implements Health {}
}
