package io.usercenter.shipper;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.usercenter.shipper.event.Document;
import io.usercenter.shipper.event.Event;
import io.usercenter.shipper.file.LogSource;
import io.usercenter.shipper.file.Tail;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Events that go to the spool at once: how many there are, then lines for {@code _bulk}. An event's
 * id is its file's generation and its offset. An event that is read again, with lines more perhaps,
 * takes its own place.
 */
final class Batch implements Tail.Sink {

  static final String INDEX = "logs-";
  private static final int ENOUGH = 256 << 10;
  private static final long DAY_SECONDS = 86_400;
  private static final JsonFactory JSON = new JsonFactory();

  private final Clock clock;
  private final Duration kept;
  private final Measures measures;
  private final Map<Tail, Map<String, Long>> offsets = new LinkedHashMap<>();
  private final Map<Tail, Instant> before = new WeakHashMap<>();
  private Bytes lines = new Bytes();
  private int events;
  private long lastDay = Long.MIN_VALUE;
  private String day = "";

  /** Bytes that can be read without a copy. */
  private static final class Bytes extends ByteArrayOutputStream {
    Bytes() {
      super(64 << 10);
    }

    ByteBuffer bytes() {
      return ByteBuffer.wrap(buf, 0, count);
    }
  }

  Batch(Clock clock, Duration kept, Measures measures) {
    this.clock = clock;
    this.kept = kept;
    this.measures = measures;
    clear();
  }

  @Override
  public void event(Tail tail, String generation, Event event) {
    LogSource source = tail.source();
    Instant now = clock.instant();
    Document document = Document.of(event, before.getOrDefault(tail, now), now, kept);
    before.put(tail, document.time());
    try (JsonGenerator json =
        JSON.createGenerator(lines, JsonEncoding.UTF8)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
      String action =
          "{\"index\":{\"_index\":\"%s%s\",\"_id\":\"%s-%x\"}}\n"
              .formatted(INDEX, day(document.time()), generation, event.begin());
      lines.writeBytes(action.getBytes(StandardCharsets.US_ASCII));
      document.write(
          json, source.service(), source.container(), source.file().toString(), event.begin());
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    lines.write('\n');
    events++;
    measures.read(source.service());
    if (document.corrected()) {
      measures.corrected();
    }
    offsets.computeIfAbsent(tail, _ -> new HashMap<>()).put(generation, event.end());
  }

  boolean isEmpty() {
    return events == 0;
  }

  @Override
  public boolean isFull() {
    return lines.size() >= ENOUGH;
  }

  /** A record of the spool. */
  ByteBuffer record() {
    return lines.bytes().putInt(0, events);
  }

  Map<Tail, Map<String, Long>> offsets() {
    return offsets;
  }

  void clear() {
    if (lines.size() > 4 * ENOUGH) {
      lines = new Bytes();
    }
    lines.reset();
    lines.writeBytes(new byte[Integer.BYTES]);
    events = 0;
    offsets.clear();
  }

  private String day(Instant time) {
    long number = Math.floorDiv(time.getEpochSecond(), DAY_SECONDS);
    if (number != lastDay) {
      lastDay = number;
      day = LocalDate.ofEpochDay(number).toString();
    }
    return day;
  }
}
