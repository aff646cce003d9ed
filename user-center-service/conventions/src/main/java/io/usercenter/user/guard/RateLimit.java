package io.usercenter.user.guard;

import io.usercenter.user.config.Section;

/**
 * The {@code RateLimit} block.
 *
 * @param perMinute what one client may do in the long run
 * @param burst what it may do at once
 * @param clients how many are remembered
 */
public record RateLimit(int perMinute, int burst, int clients) {

  public static RateLimit read(Section block) {
    return new RateLimit(
        block.integer("PerMinute", 30, 1, 1_000_000),
        block.integer("Burst", 10, 1, 1_000_000),
        block.integer("Clients", 10_000, 1, 1_000_000));
  }
}
