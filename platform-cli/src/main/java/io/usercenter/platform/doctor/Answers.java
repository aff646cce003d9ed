package io.usercenter.platform.doctor;

import com.fasterxml.jackson.jr.ob.JSON;
import io.usercenter.platform.wire.Address;
import io.usercenter.platform.wire.Deadline;
import io.usercenter.platform.wire.Http;
import io.usercenter.platform.wire.Http.Answer;
import io.usercenter.platform.wire.WireException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** JSON objects that servers answer with. */
final class Answers {

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int BODY_BYTES = 8 << 20;

  private Answers() {}

  static Map<String, Object> get(Address address, String path) throws WireException {
    URI uri = URI.create("http://" + address + path);
    Answer answer = Http.send(Http.Request.get(uri), Deadline.after(LIMIT), BODY_BYTES);
    if (answer.status() != 200) {
      throw new WireException(answer.summary());
    }
    try {
      return JSON.std.mapFrom(answer.body());
    } catch (IOException cause) {
      throw new WireException(address + " did not answer in JSON", cause);
    }
  }
}
