package io.usercenter.viewer.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/**
 * What a data source said.
 *
 * @param gzipped whether {@code body} is compressed; it is then passed on as it came
 */
// Nobody changes it, and copies of large bodies would only cost memory.
@SuppressWarnings("ArrayRecordComponent")
public record Answer(int status, String contentType, boolean gzipped, byte[] body) {

  /** The body as text, whichever way it came. */
  public String text() throws IOException {
    if (!gzipped) {
      return new String(body, StandardCharsets.UTF_8);
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
