package io.usercenter.user.api;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.usercenter.user.call.Refused;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** What callers are told of what went wrong; the details inside go to the log only. */
final class Failures {
  private static final String HEADER_TOO_LARGE = "431 Request Header Fields Too Large";

  private Failures() {}

  static HttpFailure of(Throwable cause) {
    return switch (cause) {
      case HttpFailure failure -> failure;
      case Refused refused -> refused(refused);
      case TimeoutException late ->
          HttpFailure.of(504, "the answer took too long").inAncestor(503, "Request Timeout");
      default -> HttpFailure.of(500, "internal server error").inAncestor(500, "");
    };
  }

  /** What the decoder gave up. Go's server knows no 414: there the line counts as header. */
  static HttpFailure unreadable(Throwable cause) {
    HttpFailure failure =
        switch (cause) {
          case TooLongHttpLineException line ->
              HttpFailure.of(414, "the request line is too long").inAncestor(431, HEADER_TOO_LARGE);
          case TooLongHttpHeaderException header ->
              HttpFailure.of(431, "the header is too large").inAncestor(431, HEADER_TOO_LARGE);
          default ->
              HttpFailure.of(400, "the request is not HTTP").inAncestor(400, "400 Bad Request");
        };
    return failure.with("Connection", "close");
  }

  static HttpFailure tooManyRequests(Duration wait, String text) {
    return HttpFailure.of(429, text).with("Retry-After", seconds(wait));
  }

  /** No connection, processor time or thread is left for this request. */
  static HttpFailure overloaded() {
    return HttpFailure.of(503, "too many requests are under way")
        .with("Retry-After", "1")
        .inAncestor(503, "");
  }

  /** RFC 6750, section 3: a challenge without an error for a request without a token. */
  static HttpFailure unauthenticated(String text, String error) {
    String realm = "Bearer realm=\"user-center\"";
    return HttpFailure.of(401, text)
        .with("WWW-Authenticate", error.isEmpty() ? realm : realm + ", error=\"" + error + "\"")
        .inAncestor(401, "");
  }

  /** go-zero's mapping of gRPC's codes. */
  static HttpFailure refused(Refused refused) {
    String text = String.valueOf(refused.getMessage());
    return switch (refused.status()) {
      case OK -> throw new IllegalArgumentException("OK is no failure");
      case NOT_FOUND -> HttpFailure.of(404, text);
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> HttpFailure.of(400, text);
      case UNAUTHENTICATED -> unauthenticated(text, "invalid_token");
      case PERMISSION_DENIED -> HttpFailure.of(403, text);
      case CANCELLED -> HttpFailure.of(408, "request timeout");
      case ALREADY_EXISTS, ABORTED -> HttpFailure.of(409, text);
      case RESOURCE_EXHAUSTED -> tooManyRequests(refused.retryAfter(), text);
      case INTERNAL, DATA_LOSS, UNKNOWN -> HttpFailure.of(500, "internal server error");
      case UNIMPLEMENTED -> HttpFailure.of(501, "not implemented");
      case UNAVAILABLE ->
          HttpFailure.of(503, "service unavailable")
              .with("Retry-After", seconds(refused.retryAfter()));
      case DEADLINE_EXCEEDED -> HttpFailure.of(504, "gateway timeout");
    };
  }

  /** At least one: zero would ask for the next attempt at once. */
  private static String seconds(Duration wait) {
    return Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()));
  }
}
