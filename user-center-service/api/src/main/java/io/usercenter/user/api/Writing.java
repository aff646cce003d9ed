package io.usercenter.user.api;

import io.usercenter.user.api.HttpFailure.Detail;
import io.usercenter.user.call.Refused;
import io.vertx.core.Future;
import io.vertx.grpc.common.GrpcStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A route with a body. It may be well-formed and still have values that the service behind refuses,
 * each with a sentence that begins with the field's name: 422, not 400.
 */
record Writing(Set<String> fields, Route.Handler handler) implements Route.Handler {

  @Override
  public Future<Answer> answer(Exchange exchange) {
    return handler.answer(exchange);
  }

  @Override
  public HttpFailure failure(Refused refused) {
    if (refused.status() != GrpcStatus.INVALID_ARGUMENT) {
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
    return HttpFailure.of(422, text, details).inAncestor(400, text);
  }
}
