package io.usercenter.user.api;

import io.usercenter.user.call.Refused;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;

/** A path, a method, what answers it, and how long that may take. */
record Route(HttpMethod method, String path, Duration timeout, Handler handler) {

  /** Answers on the event loop; fails with {@link HttpFailure} or as the channel does. */
  interface Handler {
    Future<Answer> answer(Exchange exchange);

    /** What a refusal of the service behind means here. */
    default HttpFailure failure(Refused refused) {
      return Failures.refused(refused);
    }
  }
}
