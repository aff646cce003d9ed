package io.usercenter.platform.logs;

import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which lines are wanted.
 *
 * @param services names; empty for all
 * @param since earliest time; null for the beginning
 * @param grep what a line must contain; null for anything
 * @param tail how many of the lines that exist are wanted at most, the last ones; negative for all
 * @param follow go on with lines that are yet to be written
 */
public record LogQuery(
    Set<String> services,
    @Nullable Instant since,
    @Nullable Pattern grep,
    int tail,
    boolean follow) {

  public LogQuery {
    services = Set.copyOf(services);
  }

  public boolean wants(String service) {
    return services.isEmpty() || services.contains(service);
  }

  public boolean wants(LogLine line) {
    return (since == null || !line.time().isBefore(since))
        && (grep == null || grep.matcher(line.text()).find());
  }
}
