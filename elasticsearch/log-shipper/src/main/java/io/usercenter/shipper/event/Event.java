package io.usercenter.shipper.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a service wrote at once: a line, with those that go on with it.
 *
 * @param begin where it begins in its file, in bytes
 * @param end where what follows begins
 * @param written when, as whoever kept the log knows it; null when nobody does
 */
public record Event(String text, long begin, long end, @Nullable Instant written) {}
