package io.usercenter.platform.plan;

import java.time.Duration;

/** What a service is doing, as last seen. */
public sealed interface Status {

  /** One word for tables and JSON: stopped, preparing, starting, ready, unhealthy, ... */
  String word();

  /** Why it is not ready; empty when there is nothing to explain. */
  default String reason() {
    return "";
  }

  /** Whether a process of it exists or is about to. */
  default boolean alive() {
    return true;
  }

  /** Nothing runs, and nothing should. */
  record Stopped() implements Status {

    @Override
    public String word() {
      return "stopped";
    }

    @Override
    public boolean alive() {
      return false;
    }
  }

  /** It was told to stop and has not ended yet. */
  record Stopping() implements Status {

    @Override
    public String word() {
      return "stopping";
    }
  }

  /** An empty data directory is being prepared. */
  record Preparing() implements Status {

    @Override
    public String word() {
      return "preparing";
    }
  }

  /** It runs and was not ready yet; {@code reason} is what the last probe saw. */
  record Starting(String reason) implements Status {

    @Override
    public String word() {
      return "starting";
    }
  }

  /** It runs and its probe passes. */
  record Ready() implements Status {

    @Override
    public String word() {
      return "ready";
    }
  }

  /** It was ready; now its probe fails. */
  record Unhealthy(String reason) implements Status {

    @Override
    public String word() {
      return "unhealthy";
    }
  }

  /** It crashed and is started again after {@code pause}. */
  record Restarting(String reason, Duration pause) implements Status {

    @Override
    public String word() {
      return "restarting";
    }
  }

  /** It ended by itself and its policy does not start it again. */
  record Exited(int code) implements Status {

    @Override
    public String word() {
      return "exited";
    }

    @Override
    public String reason() {
      return "exit code " + code;
    }

    @Override
    public boolean alive() {
      return false;
    }
  }

  /** It could not be started or crashes in a loop. */
  record Failed(String reason) implements Status {

    @Override
    public String word() {
      return "failed";
    }

    @Override
    public boolean alive() {
      return false;
    }
  }
}
