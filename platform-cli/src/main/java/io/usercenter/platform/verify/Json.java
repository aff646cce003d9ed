package io.usercenter.platform.verify;

import com.fasterxml.jackson.jr.ob.JSON;
import io.usercenter.platform.wire.Address;
import io.usercenter.platform.wire.Deadline;
import io.usercenter.platform.wire.Http;
import io.usercenter.platform.wire.Http.Answer;
import io.usercenter.platform.wire.OneLine;
import io.usercenter.platform.wire.WireException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests to servers that answer in JSON, and the way into their answers. */
record Json(@Nullable Object value) {

  private static final int BODY_BYTES = 8 << 20;

  /** The body of an answer with status 200 or 201. */
  static Json ask(Address address, String method, String path, String body, Deadline deadline)
      throws Unproven, WireException {
    Answer answer = answer(address, method, path, body, deadline);
    if (answer.status() != 200 && answer.status() != 201) {
      throw Unproven.failed(method + " " + path.split("\\?", 2)[0] + ": " + answer.summary());
    }
    return parse(answer.body());
  }

  static Json get(Address address, String path, Deadline deadline) throws Unproven, WireException {
    return ask(address, "GET", path, "", deadline);
  }

  static Answer answer(Address address, String method, String path, String body, Deadline deadline)
      throws WireException {
    return answer(address, method, path, body, Map.of(), deadline);
  }

  static Answer answer(
      Address address,
      String method,
      String path,
      String body,
      Map<String, String> headers,
      Deadline deadline)
      throws WireException {
    URI uri = URI.create("http://" + address + path);
    return Http.send(new Http.Request(method, uri, body, headers), deadline, BODY_BYTES);
  }

  static Json parse(String text) throws Unproven {
    try {
      return new Json(JSON.std.anyFrom(text));
    } catch (IOException _) {
      throw Unproven.failed("the answer is not JSON: '" + OneLine.of(text, 60) + "'");
    }
  }

  /** What is under these names; a JSON null when there is nothing. */
  Json at(String... names) {
    Object here = value;
    for (String name : names) {
      here = here instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return new Json(here);
  }

  /** Elements of an array; none when this is not one. */
  List<Json> items() {
    return value instanceof List<?> list ? list.stream().map(Json::new).toList() : List.of();
  }

  /** Values of an object; none when this is not one. */
  List<Json> values() {
    return value instanceof Map<?, ?> map
        ? map.values().stream().map(Json::new).toList()
        : List.of();
  }

  /** A scalar as text, empty for null. */
  String text() {
    return value == null ? "" : value.toString();
  }
}
