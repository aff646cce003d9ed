package io.usercenter.collector.http;

/** Ends a request with a status and a sentence for the client. */
final class HttpException extends Exception {

  private static final long serialVersionUID = 1;

  private final int status;

  HttpException(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
