package io.usercenter.platform.verify;

import io.usercenter.platform.logs.StoredLine;
import java.time.Instant;
import java.util.List;

/**
 * What one request left behind: spans, log lines and points of metrics.
 *
 * @param id of its trace, 32 hex digits
 * @param spans as they begin
 * @param missing what could not be asked, and why
 */
public record Trail(
    String id,
    List<Span> spans,
    List<StoredLine> lines,
    List<Exemplar> exemplars,
    List<String> missing) {

  public Trail {
    spans = List.copyOf(spans);
    lines = List.copyOf(lines);
    exemplars = List.copyOf(exemplars);
    missing = List.copyOf(missing);
  }

  /**
   * A step of the request.
   *
   * @param parent empty for the first one
   * @param micros how long it took
   */
  public record Span(
      String id,
      String parent,
      String service,
      String name,
      Instant start,
      long micros,
      boolean failed) {}

  /** A point of a metric that names the request as its example. */
  public record Exemplar(String metric, String instance, String value) {}

  public boolean isEmpty() {
    return spans.isEmpty() && lines.isEmpty() && exemplars.isEmpty();
  }
}
