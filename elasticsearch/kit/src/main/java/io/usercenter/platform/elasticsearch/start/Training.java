package io.usercenter.platform.elasticsearch.start;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Typical requests against a node that has just started, so that the JVM records what it loads for
 * them into its AOT cache.
 *
 * @param portsFile where the node writes the address it listens on
 */
record Training(Path portsFile) {

  private static final int TIMEOUT_MILLIS = 10_000;

  /** Any free ports, written to a file, and data apart from a real node's. */
  Map<String, String> settings(Path data) {
    return Map.of(
        "http.port", "0",
        "transport.port", "0",
        "node.portsfile", "true",
        "path.data", data.toString());
  }

  void run() throws IOException {
    String address = Files.readAllLines(portsFile).getFirst();
    request(address, "GET", "/", null);
    request(address, "GET", "/_cluster/health?wait_for_status=yellow&timeout=5s", null);
    request(address, "PUT", "/_index_template/training", TEMPLATE);
    request(address, "POST", "/training/_bulk?refresh=true", BULK);
    request(address, "POST", "/training/_search", SEARCH);
    request(address, "GET", "/_nodes/stats", null);
    request(address, "GET", "/_data_stream", null);
    request(address, "DELETE", "/training", null);
  }

  private static final String TEMPLATE =
      """
      {"index_patterns": ["training*"], "template": {"mappings": {"properties": {
        "@timestamp": {"type": "date"}, "message": {"type": "text"}, "n": {"type": "long"},
        "level": {"type": "keyword"}}}}}
      """;

  private static final String BULK =
      """
      {"create": {}}
      {"@timestamp": "2026-01-01T00:00:00Z", "message": "a user signed in", "n": 1, "level": "INFO"}
      {"create": {}}
      {"@timestamp": "2026-01-01T00:00:01Z", "message": "a user left", "n": 2, "level": "WARN"}
      """;

  private static final String SEARCH =
      """
      {"query": {"bool": {"must": [{"match": {"message": "user"}}], "filter": [
        {"range": {"@timestamp": {"gte": "2025-01-01"}}}]}}, "sort": [{"@timestamp": "desc"}],
       "aggs": {"levels": {"terms": {"field": "level"}},
        "times": {"date_histogram": {"field": "@timestamp", "fixed_interval": "1m"}}}}
      """;

  private static void request(String address, String method, String path, @Nullable String body)
      throws IOException {
    URI uri = URI.create("http://" + address + path);
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    if (body != null) {
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/x-ndjson");
      connection
          .getOutputStream()
          .write(body.replace("\n  ", " ").getBytes(StandardCharsets.UTF_8));
    }
    if (connection.getResponseCode() >= 400) {
      throw new IOException(
          method + " " + path + " was answered with status " + connection.getResponseCode());
    }
    try (InputStream answer = connection.getInputStream()) {
      answer.readAllBytes();
    }
  }
}
