package io.usercenter.collector.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.usercenter.collector.span.Span;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** What a list of traces says of one, as version 3 of Jaeger's API has it. */
public final class Summary {

  private final String id;
  private final Map<String, int[]> services = new TreeMap<>();
  private String rootService = "";
  private String rootOperation = "";
  private boolean rooted;
  private long start = Long.MAX_VALUE;
  private long end;
  private int spans;
  private int errors;

  private Summary(String id) {
    this.id = id;
  }

  public static Summary of(String id, Traces.Pages pages) throws IOException {
    Summary summary = new Summary(id);
    pages.forEach(page -> page.forEach(summary::add));
    return summary;
  }

  /**
   * Spans come in the order in which they began: the first stands in for a root that is missing.
   */
  private void add(Span span) {
    boolean root = span.parent().isEmpty();
    if (spans == 0 || (root && !rooted)) {
      rootService = span.process().service();
      rootOperation = span.operation();
      rooted = root;
    }
    spans++;
    int[] counts = services.computeIfAbsent(span.process().service(), _ -> new int[2]);
    counts[0]++;
    if (span.failed()) {
      errors++;
      counts[1]++;
    }
    start = Math.min(start, span.startMicros());
    end = Math.max(end, span.endMicros());
  }

  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("traceId", id);
    json.writeStringField("rootServiceName", rootService);
    json.writeStringField("rootOperationName", rootOperation);
    json.writeStringField("minStartTimeUnixNano", start + "000");
    json.writeStringField("maxEndTimeUnixNano", end + "000");
    json.writeNumberField("spanCount", spans);
    json.writeNumberField("errorSpanCount", errors);
    json.writeArrayFieldStart("services");
    for (Map.Entry<String, int[]> service : services.entrySet()) {
      json.writeStartObject();
      json.writeStringField("name", service.getKey());
      json.writeNumberField("spanCount", service.getValue()[0]);
      json.writeNumberField("errorSpanCount", service.getValue()[1]);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
