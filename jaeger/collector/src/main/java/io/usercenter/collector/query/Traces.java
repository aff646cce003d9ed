package io.usercenter.collector.query;

import io.usercenter.collector.span.Span;
import io.usercenter.elastic.Answer;
import io.usercenter.elastic.Elastic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks Elasticsearch for spans. Names and values of users only become values of JSON. */
public final class Traces {

  private static final String SPANS = "/jaeger-span-*/_search?ignore_unavailable=true";
  private static final String SERVICES = "/jaeger-service-*/_search?ignore_unavailable=true";
  private static final int PAGE = 1_000;

  /** Spans of one trace that are read; a loop in some program makes them without end. */
  static final int MOST_SPANS = 50_000;

  private static final int MOST_NAMES = 10_000;

  private final Elastic elastic;

  public Traces(Elastic elastic) {
    this.elastic = elastic;
  }

  /** Names of all services, sorted. */
  public List<String> services() throws IOException {
    return names("serviceName", Map.of("match_all", Map.of()));
  }

  /** Names of the operations of a service, sorted. */
  public List<String> operations(String service) throws IOException {
    return names("operationName", term("serviceName", service));
  }

  private List<String> names(String field, Map<String, Object> query) throws IOException {
    Map<String, Object> terms =
        Map.of("field", field, "size", MOST_NAMES, "order", Map.of("_key", "asc"));
    Map<String, Object> body =
        Map.of("size", 0, "query", query, "aggs", Map.of("names", Map.of("terms", terms)));
    Object buckets = at(ask(SERVICES, body).json(), "aggregations", "names", "buckets");
    List<String> names = new ArrayList<>();
    if (buckets instanceof List<?> list) {
      list.forEach(bucket -> names.add(String.valueOf(at(bucket, "key"))));
    }
    return names;
  }

  /** Ids of the traces that fit, the newest first. */
  public List<String> find(Search search) throws IOException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("size", search.limit());
    body.put("_source", false);
    body.put("track_total_hits", false);
    body.put("query", query(search));
    body.put("sort", List.of(Map.of("startTime", "desc")));
    // One hit for each trace: cheaper than an aggregation over all ids.
    body.put("collapse", Map.of("field", "traceID"));
    Set<String> ids = new LinkedHashSet<>();
    if (at(ask(SPANS, body).json(), "hits", "hits") instanceof List<?> hits) {
      for (Object hit : hits) {
        if (at(hit, "fields", "traceID") instanceof List<?> values && !values.isEmpty()) {
          ids.add(String.valueOf(values.getFirst()));
        }
      }
    }
    return List.copyOf(ids);
  }

  /** The spans of a trace, page by page, in the order in which they began. */
  public Pages trace(String id) throws IOException {
    return new Pages(Map.of("terms", Map.of("traceID", spellings(id))), MOST_SPANS);
  }

  /** The spans of several traces, in no order of traces. */
  Pages all(List<String> ids, int most) throws IOException {
    return new Pages(Map.of("terms", Map.of("traceID", ids)), most);
  }

  /** Some clients leave out the zeros of the first half, some collectors add them. */
  private static List<String> spellings(String id) {
    String zeros = "0".repeat(16);
    if (id.length() == 16) {
      return List.of(id, zeros + id);
    }
    return id.startsWith(zeros) ? List.of(id, id.substring(16)) : List.of(id);
  }

  /** Spans, a thousand at a time; the first have been read. */
  public final class Pages {
    private final Map<String, Object> query;
    private int left;
    private Hits page;

    private Pages(Map<String, Object> query, int most) throws IOException {
      this.query = query;
      this.left = most;
      this.page = read(List.of());
    }

    /** Whether there is nothing at all. */
    public boolean isEmpty() {
      return page.spans().isEmpty();
    }

    /** Hands over what is left, page by page. */
    public void forEach(PageReader reader) throws IOException {
      while (!page.spans().isEmpty()) {
        reader.read(page.spans());
        boolean more = page.spans().size() == PAGE && left > 0;
        page = more ? read(page.last()) : new Hits(List.of(), List.of());
      }
    }

    private Hits read(List<Object> after) throws IOException {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("size", PAGE);
      body.put("track_total_hits", false);
      body.put("query", query);
      body.put(
          "sort",
          List.of(
              Map.of("startTime", "asc"), Map.of("spanID", "asc"), Map.of("operationName", "asc")));
      if (!after.isEmpty()) {
        body.put("search_after", after);
      }
      Hits hits = Hits.read(ask(SPANS, body));
      left -= hits.spans().size();
      return hits;
    }
  }

  /** Takes a page of spans. */
  public interface PageReader {
    void read(List<Span> spans) throws IOException;
  }

  private Answer ask(String path, Map<String, Object> body) throws IOException {
    return elastic.send("POST", path, body).expectOk("the search");
  }

  private static Map<String, Object> query(Search search) {
    List<Object> filters = new ArrayList<>();
    filters.add(range("startTimeMillis", search.startMillis(), search.endMillis()));
    search.service().ifPresent(it -> filters.add(term("process.serviceName", it)));
    search.operation().ifPresent(it -> filters.add(term("operationName", it)));
    if (search.minMicros().isPresent() || search.maxMicros().isPresent()) {
      filters.add(
          range(
              "duration",
              search.minMicros().orElse(0L),
              search.maxMicros().orElse(Long.MAX_VALUE)));
    }
    search.tags().forEach((key, value) -> filters.add(tag(key, List.of(value))));
    search.keys().forEach(key -> filters.add(tag(key, List.of())));
    return Map.of("bool", Map.of("filter", filters));
  }

  /** As Jaeger looks for tags: fields, and nested ones of the span, its process and its logs. */
  private static Map<String, Object> tag(String key, List<String> values) {
    List<Object> either = new ArrayList<>();
    for (String path : List.of("tags", "process.tags", "logs.fields")) {
      List<Object> both = new ArrayList<>();
      both.add(term(path + ".key", key));
      values.forEach(value -> both.add(term(path + ".value", value)));
      either.add(
          Map.of("nested", Map.of("path", path, "query", Map.of("bool", Map.of("filter", both)))));
    }
    String flat = key.replace('.', '@');
    for (String field : List.of("tag." + flat, "process.tag." + flat)) {
      either.add(
          values.isEmpty()
              ? Map.of("exists", Map.of("field", field))
              : term(field, values.getFirst()));
    }
    return Map.of("bool", Map.of("should", either, "minimum_should_match", 1));
  }

  private static Map<String, Object> range(String field, long least, long most) {
    return Map.of("range", Map.of(field, Map.of("gte", least, "lte", most)));
  }

  private static Map<String, Object> term(String field, String value) {
    return Map.of("term", Map.of(field, value));
  }

  private static Object at(Object tree, String... names) {
    Object here = tree;
    for (String name : names) {
      Object inside = here instanceof Map<?, ?> map ? map.get(name) : null;
      here = inside == null ? "" : inside;
    }
    return here;
  }
}
