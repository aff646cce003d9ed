package io.usercenter.user.api;

import io.usercenter.user.api.HttpFailure.Detail;
import io.usercenter.user.call.Refused;
import io.vertx.core.Future;
import io.vertx.grpc.common.GrpcStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A route with a body. It may be well-formed and still have values that the service behind refuses:
 * 422, not 400. Each has a sentence that begins with the field's name, and so has what is taken.
 */
record Writing(Set<String> fields, Route.Handler handler) implements Route.Handler {

  @Override
  public Future<Answer> answer(Exchange exchange) {
    return handler.answer(exchange);
  }

  @Override
  public HttpFailure failure(Refused refused) {
    boolean invalid = refused.status() == GrpcStatus.INVALID_ARGUMENT;
    if (!invalid && refused.status() != GrpcStatus.ALREADY_EXISTS) {
      return Failures.refused(refused);
    }
    String text = String.valueOf(refused.getMessage());
    List<Detail> details = new ArrayList<>();
    for (String sentence : text.split("; ", -1)) {
      int space = sentence.indexOf(' ');
      String field = space < 0 ? "" : sentence.substring(0, space);
      if (fields.contains(field)) {
        details.add(Detail.field(field, sentence.substring(space + 1)));
      }
    }
    return invalid
        ? HttpFailure.of(422, text, details).inAncestor(400, text)
        : HttpFailure.of(409, text, details);
  }
}
