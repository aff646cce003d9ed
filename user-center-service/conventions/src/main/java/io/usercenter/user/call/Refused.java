package io.usercenter.user.call;

import io.vertx.grpc.common.GrpcStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A call that did not succeed. The message is written for the caller of the gateway: it names no
 * host, statement or secret. What went wrong inside is the cause, and only goes to the log.
 */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final GrpcStatus status;
  private final Duration retryAfter;

  /**
   * @param retryAfter when it makes sense to try again; zero says nothing about that
   */
  public Refused(
      GrpcStatus status, String message, Duration retryAfter, @Nullable Throwable cause) {
    super(message, cause, false, false);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  public static Refused because(GrpcStatus status, String message) {
    return new Refused(status, message, Duration.ZERO, null);
  }

  public GrpcStatus status() {
    return status;
  }

  public Duration retryAfter() {
    return retryAfter;
  }

  /** Whether the service itself failed, rather than refusing what it was asked for. */
  public boolean isFault() {
    return switch (status) {
      case UNKNOWN, DEADLINE_EXCEEDED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS -> true;
      default -> false;
    };
  }
}
