package io.usercenter.user.search;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Elasticsearch did not do what it was asked for. */
public final class SearchFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What can be done about it. */
  public enum Kind {
    /** It did not answer in time. */
    TIMEOUT,
    /** It cannot be reached, or has more to do than it can. */
    UNAVAILABLE,
    /** It has no such index. */
    MISSING,
    /** It understood and refused: a mistake of ours. */
    REJECTED;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Kind kind;

  SearchFailure(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** Whether the server is to blame, rather than the request. */
  boolean outage() {
    return kind == Kind.TIMEOUT || kind == Kind.UNAVAILABLE;
  }
}
