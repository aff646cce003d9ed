package io.usercenter.metrics.chunk;

import java.util.Arrays;

/**
 * Samples of one series, in the order they were added. Values are the bits of doubles, so that a
 * staleness marker stays what it is.
 */
public final class Samples {

  private long[] times = new long[4];
  private long[] values = new long[4];
  private int size;

  /**
   * @param time milliseconds since 1970
   * @param bits of the double
   */
  public void add(long time, long bits) {
    if (size == times.length) {
      times = Arrays.copyOf(times, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    times[size] = time;
    values[size++] = bits;
  }

  public int size() {
    return size;
  }

  public long time(int index) {
    return times[index];
  }

  public long bits(int index) {
    return values[index];
  }

  /** The same in the order of time, each time once: of two at one time the first counts. */
  public Samples ordered() {
    boolean already = true;
    for (int i = 1; i < size && already; i++) {
      already = times[i] > times[i - 1];
    }
    if (already) {
      return this;
    }
    Integer[] order = new Integer[size];
    Arrays.setAll(order, Integer::valueOf);
    // Stable: what was added first comes first.
    Arrays.sort(order, (one, other) -> Long.compare(times[one], times[other]));
    Samples ordered = new Samples();
    for (int index : order) {
      if (ordered.size == 0 || ordered.times[ordered.size - 1] != times[index]) {
        ordered.add(times[index], values[index]);
      }
    }
    return ordered;
  }

  /** Those from one time to another, both included. */
  public Samples between(long from, long to) {
    Samples some = new Samples();
    for (int i = 0; i < size; i++) {
      if (times[i] >= from && times[i] <= to) {
        some.add(times[i], values[i]);
      }
    }
    return some;
  }
}
