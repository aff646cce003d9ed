package io.usercenter.collector.query;

import io.usercenter.collector.span.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which service calls which, computed from spans and their references. */
public final class Dependencies {

  /** Of the newest traces in the window; a graph does not change its shape beyond that. */
  private static final int MOST_TRACES = 1_000;

  private static final int MOST_SPANS = 50_000;

  private Dependencies() {}

  /** Calls of one service by another. */
  public record Link(String parent, String child, long calls) {}

  private record Pair(String parent, String child) {}

  /** What is kept of a span. */
  private record Seen(String trace, String parent, String service) {}

  /** The links of the spans that began in a window. */
  public static List<Link> of(Traces traces, long startMillis, long endMillis) throws IOException {
    List<String> ids = traces.find(Search.window(startMillis, endMillis, MOST_TRACES));
    if (ids.isEmpty()) {
      return List.of();
    }
    Map<String, String> services = new HashMap<>();
    List<Seen> children = new ArrayList<>();
    traces
        .all(ids, MOST_SPANS)
        .forEach(page -> page.forEach(span -> see(span, services, children)));
    Map<Pair, Long> calls = new LinkedHashMap<>();
    for (Seen child : children) {
      String parent = services.get(child.trace() + child.parent());
      if (parent != null && !parent.equals(child.service())) {
        calls.merge(new Pair(parent, child.service()), 1L, Long::sum);
      }
    }
    List<Link> links = new ArrayList<>();
    calls.forEach((pair, count) -> links.add(new Link(pair.parent(), pair.child(), count)));
    links.sort(Comparator.comparing(Link::parent).thenComparing(Link::child));
    return links;
  }

  private static void see(Span span, Map<String, String> services, List<Seen> children) {
    String service = span.process().service();
    services.put(span.traceId() + span.spanId(), service);
    span.parent().ifPresent(parent -> children.add(new Seen(span.traceId(), parent, service)));
  }
}
