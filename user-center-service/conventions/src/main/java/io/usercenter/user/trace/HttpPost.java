package io.usercenter.user.trace;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Map;

/** Posts batches to a collector from the reporter's own thread. */
record HttpPost(URI url, String contentType, Map<String, String> headers) implements Delivery {
  private static final int TIMEOUT_MILLIS = 2000;

  @Override
  public void deliver(byte[] batch) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(batch.length);
    connection.setRequestProperty("Content-Type", contentType);
    headers.forEach(connection::setRequestProperty);
    try (OutputStream body = connection.getOutputStream()) {
      body.write(batch);
    }
    int status = connection.getResponseCode();
    if (status >= 300) {
      throw new IOException("the trace collector answered " + status);
    }
    connection.getInputStream().close();
  }

  @Override
  public String toString() {
    return url.toString();
  }
}
