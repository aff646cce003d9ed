package io.usercenter.metrics.store;

import io.usercenter.elastic.spool.Spool;
import io.usercenter.metrics.chunk.Samples;
import io.usercenter.metrics.protocol.Labels;
import io.usercenter.metrics.protocol.WriteRequest;
import io.usercenter.metrics.protocol.WriteRequest.Series;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Takes samples for good: what is committed survives the process. */
public final class Intake {

  private static final Duration AHEAD = Duration.ofDays(2);
  private static final String BETWEEN = "\0";

  private final Spool spool;
  private final Clock clock;
  private final Duration kept;
  private final int mostSeries;
  private final Set<Labels> series = ConcurrentHashMap.newKeySet();
  private volatile long day;

  /** Why samples are not taken. */
  public enum Rejection {
    /** Older than what is kept. */
    OLD,
    /** Days from now. */
    AHEAD,
    /** Of a series beyond those there may be. */
    SERIES,
    /** Native histograms. */
    HISTOGRAM
  }

  /**
   * What became of a request.
   *
   * @param taken how many samples are in the spool
   */
  public record Outcome(int taken, Map<Rejection, Integer> rejected) {}

  /**
   * @param kept how long samples are kept; older ones are not taken
   * @param mostSeries how many different ones there may be in a day
   */
  public Intake(Spool spool, Clock clock, Duration kept, int mostSeries) {
    this.spool = spool;
    this.clock = clock;
    this.kept = kept;
    this.mostSeries = mostSeries;
  }

  /** How many series were seen today. */
  public int series() {
    return series.size();
  }

  /**
   * Puts what can be kept of a request into the spool, as a whole.
   *
   * @throws IOException when there is no room for it; then nothing of it is kept
   */
  public Outcome commit(WriteRequest request) throws IOException {
    long now = clock.millis();
    if (now / 86_400_000 != day) {
      day = now / 86_400_000;
      series.clear();
    }
    Map<Rejection, Integer> rejected = new EnumMap<>(Rejection.class);
    if (request.histograms() > 0) {
      rejected.put(Rejection.HISTOGRAM, request.histograms());
    }
    List<ByteBuffer> records = new ArrayList<>();
    int taken = 0;
    for (Series one : request.series()) {
      if (!series.contains(one.labels()) && series.size() >= mostSeries) {
        rejected.merge(Rejection.SERIES, one.samples().size(), Integer::sum);
        continue;
      }
      series.add(one.labels());
      Samples likely = new Samples();
      for (int i = 0; i < one.samples().size(); i++) {
        long time = one.samples().time(i);
        if (time < now - kept.toMillis()) {
          rejected.merge(Rejection.OLD, 1, Integer::sum);
        } else if (time > now + AHEAD.toMillis()) {
          rejected.merge(Rejection.AHEAD, 1, Integer::sum);
        } else {
          likely.add(time, one.samples().bits(i));
        }
      }
      if (likely.size() > 0) {
        records.add(record(one.labels(), likely));
        taken += likely.size();
      }
    }
    if (!records.isEmpty() && !spool.append(records)) {
      throw new IOException("the spool is full");
    }
    return new Outcome(taken, rejected);
  }

  private static ByteBuffer record(Labels labels, Samples samples) {
    byte[] text = String.join(BETWEEN, labels.texts()).getBytes(StandardCharsets.UTF_8);
    ByteBuffer record =
        ByteBuffer.allocate(Integer.BYTES + text.length + samples.size() * 2 * Long.BYTES);
    record.putInt(text.length).put(text);
    for (int i = 0; i < samples.size(); i++) {
      record.putLong(samples.time(i)).putLong(samples.bits(i));
    }
    return record.flip();
  }

  /** Takes what a record holds. */
  interface Sink {
    void add(Labels labels, long time, long bits);
  }

  static void read(ByteBuffer record, Sink sink) {
    byte[] text = new byte[record.getInt()];
    record.get(text);
    Labels labels =
        new Labels(List.of(new String(text, StandardCharsets.UTF_8).split(BETWEEN, -1)));
    while (record.hasRemaining()) {
      sink.add(labels, record.getLong(), record.getLong());
    }
  }
}
