package io.usercenter.elastic;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What Elasticsearch answered, whatever the status. */
// Nobody changes it, and copies of large bodies would only cost memory.
@SuppressWarnings("ArrayRecordComponent")
public record Answer(int status, byte[] body) {

  private static final int SHOWN = 300;

  public boolean ok() {
    return status < 300;
  }

  public Map<String, Object> json() throws IOException {
    return JSON.std.mapFrom(body);
  }

  /**
   * This answer, when it is a success.
   *
   * @throws ElasticException when it is not
   */
  public Answer expectOk(String what) throws ElasticException {
    if (!ok()) {
      throw new ElasticException(status, what + ": " + this);
    }
    return this;
  }

  @Override
  public String toString() {
    String text = new String(body, 0, Math.min(body.length, SHOWN), StandardCharsets.UTF_8);
    return "HTTP " + status + " " + text.strip();
  }
}
