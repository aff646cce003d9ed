package io.usercenter.viewer.source;

/** A data source was not asked, or gave no answer that can be shown; the message is for users. */
public final class SourceException extends Exception {

  private final Kind kind;

  /** What went wrong, with the status of HTTP that says so. */
  public enum Kind {
    REFUSED(403),
    TOO_LARGE(422),
    BUSY(429),
    UNREACHABLE(502),
    LATE(504);

    private final int status;

    Kind(int status) {
      this.status = status;
    }

    public int status() {
      return status;
    }
  }

  SourceException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
