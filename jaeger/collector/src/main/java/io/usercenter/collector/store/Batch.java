package io.usercenter.collector.store;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.usercenter.collector.span.Span;
import io.usercenter.collector.span.SpanDocument;
import io.usercenter.collector.span.SpanSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The spans of one request as records of the spool: a count of spans, then lines for {@code _bulk}.
 * Ids are made of what a document says, so that a span that comes twice is stored once.
 */
public final class Batch implements SpanSink {

  static final String SPANS = "jaeger-span-";
  static final String SERVICES = "jaeger-service-";
  private static final int RECORD_BYTES = 256 << 10;
  private static final long DAY_MICROS = 86_400_000_000L;
  private static final JsonFactory JSON = new JsonFactory();

  private final long earliest;
  private final long latest;
  private final Predicate<String> known;
  private final Set<String> newPairs = new HashSet<>();
  private final Map<Refusal, Integer> refused = new EnumMap<>(Refusal.class);
  private final List<ByteBuffer> records = new ArrayList<>();
  private final Buffer document = new Buffer();
  private final JsonGenerator json;
  private Buffer lines = new Buffer();
  private int spans;
  private int recordSpans;
  private long lastDay = Long.MIN_VALUE;
  private String day = "";

  /** Bytes that can be read without a copy. */
  private static final class Buffer extends ByteArrayOutputStream {
    Buffer() {
      super(4096);
    }

    long hash() {
      return fnv(buf, count);
    }

    void copyTo(Buffer other) {
      other.write(buf, 0, count);
    }

    ByteBuffer bytes() {
      return ByteBuffer.wrap(buf, 0, count);
    }

    void ascii(String text) {
      for (int i = 0; i < text.length(); i++) {
        write(text.charAt(i));
      }
    }
  }

  /**
   * @param earliest when a span may have begun, in microseconds
   * @param known whether a service and its operation are written already
   */
  Batch(long earliest, long latest, Predicate<String> known) {
    this.earliest = earliest;
    this.latest = latest;
    this.known = known;
    try {
      json = JSON.createGenerator(document, JsonEncoding.UTF8);
      json.setRootValueSeparator(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    begin();
  }

  private void begin() {
    // The place of the count.
    lines.write(new byte[Integer.BYTES], 0, Integer.BYTES);
    recordSpans = 0;
  }

  @Override
  public void accept(Span span) {
    if (span.startMicros() < earliest || span.startMicros() > latest) {
      refuse(Refusal.TIME);
      return;
    }
    String today = day(span.startMicros());
    try {
      document.reset();
      SpanDocument.write(span, json);
      json.flush();
      String id =
          span.traceId() + '_' + span.spanId() + '_' + HexFormat.of().toHexDigits(document.hash());
      line(SPANS + today, id);
      service(span, today);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    spans++;
    recordSpans++;
    if (lines.size() >= RECORD_BYTES) {
      cut();
    }
  }

  private void service(Span span, String today) throws IOException {
    String service = span.process().service();
    String pair = today + '\n' + service + '\n' + span.operation();
    if (known.test(pair) || !newPairs.add(pair)) {
      return;
    }
    document.reset();
    json.writeStartObject();
    json.writeStringField("serviceName", service);
    json.writeStringField("operationName", span.operation());
    json.writeEndObject();
    json.flush();
    byte[] bytes = (service + '\n' + span.operation()).getBytes(StandardCharsets.UTF_8);
    line(SERVICES + today, HexFormat.of().toHexDigits(fnv(bytes, bytes.length)));
  }

  private void line(String index, String id) {
    lines.ascii("{\"create\":{\"_index\":\"");
    lines.ascii(index);
    lines.ascii("\",\"_id\":\"");
    lines.ascii(id);
    lines.ascii("\"}}\n");
    document.copyTo(lines);
    lines.write('\n');
  }

  @Override
  public void refuse(Refusal reason) {
    refused.merge(reason, 1, Integer::sum);
  }

  private void cut() {
    ByteBuffer record = lines.bytes();
    records.add(record.putInt(0, recordSpans));
    lines = new Buffer();
    begin();
  }

  /** How many spans it holds. */
  public int spans() {
    return spans;
  }

  /** How many spans it does not hold for this reason. */
  public int refused(Refusal reason) {
    return refused.getOrDefault(reason, 0);
  }

  /** How many spans it does not hold. */
  public int refused() {
    return refused.values().stream().mapToInt(Integer::intValue).sum();
  }

  Set<String> newPairs() {
    return newPairs;
  }

  List<ByteBuffer> records() {
    if (recordSpans > 0) {
      cut();
    }
    return records;
  }

  private String day(long micros) {
    long number = Math.floorDiv(micros, DAY_MICROS);
    if (number != lastDay) {
      lastDay = number;
      day = LocalDate.ofEpochDay(number).toString();
    }
    return day;
  }

  /** FNV-1a, 64 bits: no two documents of one span id are expected to share it by chance. */
  private static long fnv(byte[] bytes, int length) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < length; i++) {
      hash = (hash ^ (bytes[i] & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }
}
