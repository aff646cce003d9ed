package io.usercenter.platform.logs;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which stored events are wanted.
 *
 * @param text in Lucene's query syntax, such as {@code log.level:error AND user}; a word without a
 *     field is looked for in the message
 * @param services names; empty for all
 * @param since earliest time; null for any
 * @param until latest time; null for any
 * @param most how many at most, the last ones
 */
public record StoredQuery(
    String text, Set<String> services, @Nullable Instant since, @Nullable Instant until, int most) {

  /** More than Elasticsearch gives at once. */
  public static final int LIMIT = 10_000;

  public StoredQuery {
    services = Set.copyOf(services);
  }
}
