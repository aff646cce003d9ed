package io.usercenter.user.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Reads bodies, up to a size and for a time. Must be asked on the turn of the event loop that
 * brought the request: what arrives earlier would be lost.
 */
final class Bodies {
  private static final Pattern JSON =
      Pattern.compile("application/json *(; *charset *= *\"?utf-8\"?)?");

  /** More than any body of ours has, with every character escaped. */
  private static final int MOST_BYTES = 65_536;

  private final Vertx vertx;
  private final int maxBytes;
  private final Duration deadline;

  private Bodies(Vertx vertx, int maxBytes, Duration deadline) {
    this.vertx = vertx;
    this.maxBytes = maxBytes;
    this.deadline = deadline;
  }

  /** Bodies may take as much of the route's time as go-zero gives them. */
  static Bodies of(Vertx vertx, Rest rest) {
    return new Bodies(
        vertx, Math.min(rest.maxBytes(), MOST_BYTES), rest.timeout().multipliedBy(4).dividedBy(5));
  }

  /** Fails with 400, 408, 413, 415 or 422. */
  Future<JsonBody> json(HttpServerRequest request, Set<String> fields) {
    checkType(request);
    return read(request).map(bytes -> JsonBody.parse(bytes.getBytes(), fields));
  }

  /** As an empty object when there is no body. */
  Future<JsonBody> optionalJson(HttpServerRequest request, Set<String> fields) {
    boolean none = request.getHeader("Transfer-Encoding") == null && declared(request) == 0;
    return none
        ? Future.succeededFuture(JsonBody.parse(new byte[] {'{', '}'}, fields))
        : json(request, fields);
  }

  private void checkType(HttpServerRequest request) {
    String type = String.valueOf(request.getHeader("Content-Type")).toLowerCase(Locale.ROOT);
    if (request.getHeader("Content-Encoding") != null || !JSON.matcher(type).matches()) {
      throw cutOff(
              request,
              HttpFailure.of(415, "the body must be application/json in UTF-8, not compressed"))
          .with("Accept", "application/json");
    }
  }

  private Future<Buffer> read(HttpServerRequest request) {
    if (declared(request) > maxBytes) {
      return Future.failedFuture(tooLarge(request));
    }
    // One without a context would time out on a thread that is not the connection's.
    Promise<Buffer> body = ((ContextInternal) vertx.getOrCreateContext()).promise();
    Buffer read = Buffer.buffer();
    request
        .handler(chunk -> {
          if (read.length() + chunk.length() <= maxBytes) {
            read.appendBuffer(chunk);
          } else if (!body.future().isComplete()) {
            body.fail(tooLarge(request));
          }
        })
        .exceptionHandler(gone -> body.tryFail(HttpFailure.of(400, "the body broke off")))
        .endHandler(end -> body.tryComplete(read));
    return body.future()
        .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .recover(cause ->
            Future.failedFuture(cause instanceof TimeoutException ? tooSlow(request) : cause));
  }

  private static long declared(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    return length == null ? 0 : Long.parseLong(length);
  }

  private HttpFailure tooLarge(HttpServerRequest request) {
    String text = "the body is larger than %d bytes".formatted(maxBytes);
    return cutOff(request, HttpFailure.of(413, text)).inAncestor(413, "");
  }

  private HttpFailure tooSlow(HttpServerRequest request) {
    String text = "the body did not arrive within %d ms".formatted(deadline.toMillis());
    return cutOff(request, HttpFailure.of(408, text));
  }

  /** Closes the connection soon after the answer, although the request goes on. */
  private HttpFailure cutOff(HttpServerRequest request, HttpFailure failure) {
    Connections.closeSoon(vertx, request.connection());
    return failure.with("Connection", "close");
  }
}
