package io.usercenter.platform.logs;

import java.time.Instant;

/**
 * One line of a service.
 *
 * @param time from the line itself, else that of the line before; {@link Instant#MIN} when neither
 *     has one
 * @param text without its line end
 */
public record LogLine(String service, Instant time, String text) {}
