package io.usercenter.platform.docker;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;

/** The engine understood a request and will not do it: an HTTP status of 400 or above. */
public final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  static final String FREE =
      "free space on the engine's disk (docker system df), then run the command again";

  private final int status;

  Refusal(int status, String message) {
    super(message);
    this.status = status;
  }

  public int status() {
    return status;
  }

  /** What was asked for does not exist. */
  boolean isMissing() {
    return status == 404;
  }

  /** Podman cannot look into a registry without pulling. */
  boolean isUnsupported() {
    return isMissing() && said().endsWith("is not supported");
  }

  /** Whether these words of an engine mean that its disk is full. */
  static boolean isFull(String said) {
    return said.contains("no space left on device");
  }

  /** A mistake of the service, or a full disk. */
  UserError ofService(String service, String what) {
    boolean full = isFull(said());
    return new UserError(
        full ? ExitCode.ENVIRONMENT : ExitCode.FAILED,
        what,
        "services." + service,
        said(),
        full ? FREE : "correct the service, then run the command again");
  }

  /** The engine's own words. */
  String said() {
    return String.valueOf(getMessage());
  }
}
