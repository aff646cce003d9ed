package io.usercenter.user.program;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Requests that a program sends to itself: enough for the compiler to know the way they take. */
public final class Rehearsal {
  private static final int REQUESTS = 5000;
  private static final int CONNECTIONS = 16;
  private static final long LIMIT_SECONDS = 60;

  private Rehearsal() {}

  /** Sends one request many times; what is answered does not matter. */
  public static Future<?> of(
      Vertx vertx, HttpVersion version, RequestOptions request, Buffer body) {
    HttpClientOptions options =
        new HttpClientOptions().setProtocolVersion(version).setHttp2ClearTextUpgrade(false);
    HttpClient client =
        vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    // Not sampled: these are no requests that anybody would look for.
    request.putHeader("traceparent", "00-" + "1".repeat(32) + "-" + "1".repeat(16) + "-00");
    return Future.join(
            IntStream.range(0, REQUESTS).mapToObj(i -> send(client, request, body)).toList())
        .timeout(LIMIT_SECONDS, TimeUnit.SECONDS)
        .eventually(client::close)
        .otherwiseEmpty();
  }

  private static Future<?> send(HttpClient client, RequestOptions request, Buffer body) {
    return client
        .request(request)
        .compose(sent -> sent.send(body))
        .compose(HttpClientResponse::body);
  }
}
