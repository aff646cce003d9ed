package io.usercenter.platform.docker;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the engine; closing it ends its connection.
 *
 * @param headers names in lower case
 */
public record Reply(int status, Map<String, String> headers, InputStream body, Closeable line)
    implements Closeable {

  public boolean isRefusal() {
    return status >= 400;
  }

  /** The body as maps, lists, text, numbers and booleans; null when it is empty. */
  public @Nullable Object json() throws IOException {
    byte[] bytes = body.readAllBytes();
    return bytes.length == 0 ? null : JSON.std.anyFrom(bytes);
  }

  @Override
  public void close() throws IOException {
    line.close();
  }
}
