package io.usercenter.platform.docker;

/** The engine understood a request and will not do it: an HTTP status of 400 or above. */
public final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

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

  /** The engine's own words. */
  String said() {
    return String.valueOf(getMessage());
  }
}
