package io.usercenter.user.api;

/** A complete HTTP response. */
record Answer(int status, String contentType, String body) {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String JSON = "application/json; charset=utf-8";

  static Answer json(String body) {
    return new Answer(200, JSON, body);
  }

  /** As Go's {@code http.Error} writes it: one line. */
  static Answer text(int status, String line) {
    return new Answer(status, TEXT, line + "\n");
  }

  static Answer empty(int status) {
    return new Answer(status, "", "");
  }

  boolean isText() {
    return contentType.equals(TEXT);
  }
}
