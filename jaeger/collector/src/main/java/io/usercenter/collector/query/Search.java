package io.usercenter.collector.query;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which traces are wanted: those with a span that fits all of this.
 *
 * @param tags keys and values, of the span, its process or its logs
 * @param keys tags that are there, whatever their value
 * @param startMillis when the span began at the earliest
 * @param endMillis when it began at the latest
 * @param limit how many traces, the newest first
 */
public record Search(
    Optional<String> service,
    Optional<String> operation,
    Map<String, String> tags,
    List<String> keys,
    Optional<Long> minMicros,
    Optional<Long> maxMicros,
    long startMillis,
    long endMillis,
    int limit) {

  /** More than this and the answer would be larger than anybody reads. */
  public static final int MOST_TRACES = 1_500;

  public Search {
    tags = Map.copyOf(tags);
    keys = List.copyOf(keys);
    limit = Math.clamp(limit, 1, MOST_TRACES);
  }

  /** The newest traces of a window. */
  public static Search window(long startMillis, long endMillis, int limit) {
    return new Search(
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        startMillis,
        endMillis,
        limit);
  }
}
