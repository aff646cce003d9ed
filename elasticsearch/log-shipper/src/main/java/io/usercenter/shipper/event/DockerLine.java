package io.usercenter.shipper.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of Docker's json-file driver.
 *
 * @param whole whether the line ends here; longer ones are cut after 16 KiB
 */
record DockerLine(String text, boolean whole, @Nullable Instant time) {

  private static final JsonFactory JSON = new JsonFactory();

  /** What is not JSON was torn by a crash: it is taken as it is. */
  static DockerLine of(String line) {
    String log = null;
    Instant time = null;
    try (JsonParser parser = JSON.createParser(line)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING && "log".equals(parser.currentName())) {
          log = parser.getText();
        } else if (token == JsonToken.VALUE_STRING && "time".equals(parser.currentName())) {
          time = Instant.parse(parser.getText());
        }
      }
    } catch (IOException | DateTimeException torn) {
      log = null;
    }
    if (log == null) {
      return new DockerLine(line, true, null);
    }
    boolean whole = log.endsWith("\n");
    String text = whole ? log.substring(0, log.length() - 1) : log;
    return new DockerLine(
        text.endsWith("\r") ? text.substring(0, text.length() - 1) : text, whole, time);
  }
}
