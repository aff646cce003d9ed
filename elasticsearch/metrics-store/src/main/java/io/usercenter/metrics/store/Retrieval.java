package io.usercenter.metrics.store;

import io.usercenter.elastic.Elastic;
import io.usercenter.metrics.chunk.Chunk;
import io.usercenter.metrics.chunk.Samples;
import io.usercenter.metrics.protocol.Labels;
import io.usercenter.metrics.protocol.ReadRequest.Matcher;
import io.usercenter.metrics.protocol.ReadRequest.Query;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds samples again. */
public final class Retrieval {

  private static final int PAGE = 2000;
  private static final Duration STORED_WITHIN = Duration.ofSeconds(10);

  private final Elastic elastic;
  private final Head head;
  private final int mostSamples;

  /** There is more than an answer may have. */
  public static final class TooLargeException extends Exception {
    private static final long serialVersionUID = 1;

    TooLargeException(int most) {
      super("more than " + most + " samples; ask for a shorter time or for fewer series");
    }
  }

  /**
   * @param mostSamples how many an answer may have
   */
  public Retrieval(Elastic elastic, Head head, int mostSamples) {
    this.elastic = elastic;
    this.head = head;
    this.mostSamples = mostSamples;
  }

  /**
   * Series with their samples in the order of time.
   *
   * @throws IOException when Elasticsearch does not answer
   */
  public SortedMap<Labels, Samples> find(Query query)
      throws IOException, InterruptedException, TooLargeException {
    head.flush(STORED_WITHIN);
    String refresh = "/" + Head.INDEX + "*/_refresh";
    elastic.send("POST", refresh, new byte[0]).expectOk("POST " + refresh);
    Map<Labels, Samples> found = new HashMap<>();
    int samples = 0;
    String path = "/" + Head.INDEX + "*/_search?scroll=1m&filter_path=_scroll_id,hits.hits._source";
    Map<String, Object> page = elastic.send("POST", path, request(query)).expectOk("search").json();
    try {
      for (List<?> hits = hits(page); !hits.isEmpty(); hits = hits(page)) {
        for (Object hit : hits) {
          if (hit instanceof Map<?, ?> fields
              && fields.get("_source") instanceof Map<?, ?> source) {
            samples += add(source, query, found);
          }
        }
        if (samples > mostSamples) {
          throw new TooLargeException(mostSamples);
        }
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("scroll", "1m");
        more.put("scroll_id", page.get("_scroll_id"));
        String next = "/_search/scroll?filter_path=_scroll_id,hits.hits._source";
        page = elastic.send("POST", next, more).expectOk("scroll").json();
      }
    } finally {
      Object scroll = page.get("_scroll_id");
      if (scroll != null) {
        // It ends by itself within a minute.
        elastic.send("DELETE", "/_search/scroll", Map.of("scroll_id", scroll));
      }
    }
    SortedMap<Labels, Samples> sorted = new TreeMap<>();
    found.forEach((labels, all) -> sorted.put(labels, all.ordered()));
    return sorted;
  }

  private static List<?> hits(Map<String, Object> page) {
    return page.get("hits") instanceof Map<?, ?> outer && outer.get("hits") instanceof List<?> hits
        ? hits
        : List.of();
  }

  private static int add(Map<?, ?> source, Query query, Map<Labels, Samples> found)
      throws IOException {
    List<String> texts = new ArrayList<>();
    if (source.get("labels") instanceof List<?> list) {
      list.forEach(text -> texts.add(String.valueOf(text)));
    }
    Labels labels = new Labels(texts);
    if (!query.fits(labels)) {
      return 0;
    }
    byte[] chunk = Base64.getDecoder().decode(String.valueOf(source.get("chunk")));
    Samples some = Chunk.decode(chunk).between(query.from(), query.to());
    if (some.size() > 0) {
      Samples all = found.computeIfAbsent(labels, _ -> new Samples());
      for (int i = 0; i < some.size(); i++) {
        all.add(some.time(i), some.bits(i));
      }
    }
    return some.size();
  }

  /** What is certain; patterns are tried on what is found. */
  private static Map<String, Object> request(Query query) {
    List<Object> filter = new ArrayList<>();
    List<Object> not = new ArrayList<>();
    filter.add(
        Map.of("range", Map.of("@timestamp", Map.of("lte", query.to(), "format", "epoch_millis"))));
    filter.add(
        Map.of("range", Map.of("end", Map.of("gte", query.from(), "format", "epoch_millis"))));
    for (Matcher matcher : query.matchers()) {
      if (matcher instanceof Matcher.Equal(String name, String value, boolean wanted)) {
        Object condition =
            value.isEmpty()
                ? Map.of("prefix", Map.of("labels", name + "="))
                : Map.of("term", Map.of("labels", name + "=" + value));
        (wanted != value.isEmpty() ? filter : not).add(condition);
      }
    }
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("size", PAGE);
    request.put("_source", List.of("labels", "chunk"));
    request.put("sort", List.of("_doc"));
    request.put("query", Map.of("bool", Map.of("filter", filter, "must_not", not)));
    return request;
  }
}
