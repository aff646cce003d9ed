package io.usercenter.platform.plan;

import java.time.Duration;

/** What a service is doing, as last seen. */
public sealed interface Status {

  /** Nothing runs, and nothing should. */
  record Stopped() implements Status {}

  /** An empty data directory is being prepared. */
  record Preparing() implements Status {}

  /** It runs and was not ready yet; {@code reason} is what the last probe saw. */
  record Starting(String reason) implements Status {}

  /** It runs and its probe passes. */
  record Ready() implements Status {}

  /** It was ready; now its probe fails. */
  record Unhealthy(String reason) implements Status {}

  /** It crashed and is started again after {@code pause}. */
  record Restarting(String reason, Duration pause) implements Status {}

  /** It ended by itself and its policy does not start it again. */
  record Exited(int code) implements Status {}

  /** It could not be started or crashes in a loop. */
  record Failed(String reason) implements Status {}

  /** One word for tables and JSON: stopped, preparing, starting, ready, unhealthy, ... */
  default String word() {
    return switch (this) {
      case Stopped() -> "stopped";
      case Preparing() -> "preparing";
      case Starting _ -> "starting";
      case Ready() -> "ready";
      case Unhealthy _ -> "unhealthy";
      case Restarting _ -> "restarting";
      case Exited _ -> "exited";
      case Failed _ -> "failed";
    };
  }

  /** Why it is not ready; empty when there is nothing to explain. */
  default String reason() {
    return switch (this) {
      case Stopped(), Preparing(), Ready() -> "";
      case Starting(String reason) -> reason;
      case Unhealthy(String reason) -> reason;
      case Restarting(String reason, _) -> reason;
      case Exited(int code) -> "exit code " + code;
      case Failed(String reason) -> reason;
    };
  }

  /** Whether a process of it exists or is about to. */
  default boolean alive() {
    return switch (this) {
      case Stopped(), Exited _, Failed _ -> false;
      case Preparing(), Starting _, Ready(), Unhealthy _, Restarting _ -> true;
    };
  }
}
