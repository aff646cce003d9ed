package io.usercenter.platform.wire;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A server could not be talked to; the message is the reason, in words for users. */
public final class WireException extends IOException {

  private static final long serialVersionUID = 1L;

  public WireException(String reason) {
    this(reason, null);
  }

  public WireException(String reason, @Nullable Throwable cause) {
    super(reason, cause);
  }

  /** The reason; never null, unlike the message of other exceptions. */
  public String reason() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
