package io.usercenter.user.api;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** How a failure is written: the {@code Compat} switch. */
enum ErrorForm {
  /** RFC 9457; the instance is the trace id, by which logs and traces are found. */
  PROBLEM {
    @Override
    Answer answer(HttpFailure failure, String trace) {
      JsonObject problem =
          new JsonObject()
              .put("type", "about:blank")
              .put("title", HttpResponseStatus.valueOf(failure.status()).reasonPhrase())
              .put("status", failure.status())
              .put("detail", failure.text())
              .put("instance", trace);
      if (!failure.details().isEmpty()) {
        problem.put("errors", errors(failure));
      }
      return Answer.of(failure.status(), "application/problem+json", problem.encode())
          .with(failure.headers());
    }
  },

  /** The ancestor's codes and lines of text. */
  GO_ZERO {
    @Override
    Answer answer(HttpFailure failure, String trace) {
      HttpFailure.Ancestor ancestor = failure.ancestor();
      Answer answer =
          ancestor.line().isEmpty()
              ? Answer.empty(ancestor.status())
              : Answer.text(ancestor.status(), ancestor.line());
      return answer.with(failure.headers());
    }
  };

  abstract Answer answer(HttpFailure failure, String trace);

  private static JsonArray errors(HttpFailure failure) {
    JsonArray errors = new JsonArray();
    failure
        .details()
        .forEach(detail ->
            errors.add(
                new JsonObject().put(detail.place(), detail.name()).put("detail", detail.text())));
    return errors;
  }
}
