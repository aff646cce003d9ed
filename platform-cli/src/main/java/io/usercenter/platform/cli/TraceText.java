package io.usercenter.platform.cli;

import io.usercenter.platform.cli.console.Json;
import io.usercenter.platform.cli.console.Styles;
import io.usercenter.platform.cli.console.Styles.Style;
import io.usercenter.platform.verify.Trail;
import io.usercenter.platform.verify.Trail.Span;
import io.usercenter.platform.wire.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one request left behind, as a picture of its spans and as links. */
final class TraceText {

  private static final int BAR = 32;
  private static final int NAME = 48;

  private final Trail trail;
  private final Pages pages;

  /** Where the pages are that show more, when they are anywhere. */
  record Pages(Optional<Address> traces, Optional<Address> boards, Optional<Address> prometheus) {}

  TraceText(Trail trail, Pages pages) {
    this.trail = trail;
    this.pages = pages;
  }

  private Optional<String> tracePage() {
    return pages.traces().map(it -> "http://" + it + "/trace/" + trail.id());
  }

  private Optional<String> logsPage() {
    return pages
        .boards()
        .map(it -> "http://%s/d/logs?var-search=trace.id:%s".formatted(it, trail.id()));
  }

  private Optional<String> metricPage(String metric) {
    return pages
        .prometheus()
        .map(it -> "http://%s/graph?g0.expr=%s&g0.show_exemplars=1".formatted(it, metric));
  }

  /** W3C's header as the user-center answered with it; nothing when its span is not there. */
  private Optional<String> header() {
    return trail.spans().stream()
        .filter(span -> span.service().equals("user_center_api"))
        .findFirst()
        .map(span -> "00-" + trail.id() + "-" + span.id() + "-01");
  }

  String text(Styles styles) {
    StringBuilder text = new StringBuilder();
    text.append("trace ").append(trail.id());
    if (!trail.spans().isEmpty()) {
      Span first = trail.spans().getFirst();
      text.append("  ").append(first.start()).append("  ").append(millis(span()));
    }
    text.append("\n\n");
    depths()
        .forEach((span, depth) -> text.append("  ").append(line(span, depth, styles)).append('\n'));
    text.append(trail.spans().isEmpty() ? "" : "\n");
    row(text, "trace", trail.spans().size() + " spans", tracePage());
    row(text, "log lines", String.valueOf(trail.lines().size()), logsPage());
    trail
        .exemplars()
        .forEach(it ->
            row(
                text,
                "exemplar",
                it.metric() + " of " + it.instance() + ", " + it.value(),
                metricPage(it.metric())));
    if (trail.exemplars().isEmpty()) {
      row(
          text,
          "exemplar",
          "none: a later request took its place, or none was scraped",
          Optional.empty());
    }
    header().ifPresent(it -> row(text, "header", "Traceparent: " + it, Optional.empty()));
    trail.missing().forEach(it -> row(text, "not asked", it, Optional.empty()));
    return text.toString();
  }

  private static void row(StringBuilder text, String name, String value, Optional<String> link) {
    text.append("%-10s %s%s%n".formatted(name, value, link.map(it -> "  " + it).orElse("")));
  }

  private long begin() {
    return micros(trail.spans().getFirst());
  }

  /** From the beginning of the first to the end of the last. */
  private long span() {
    return trail.spans().stream().mapToLong(it -> micros(it) + it.micros()).max().orElse(0)
        - begin();
  }

  private static long micros(Span span) {
    return Duration.between(Instant.EPOCH, span.start()).toNanos() / 1000;
  }

  private String line(Span span, int depth, Styles styles) {
    String name = "  ".repeat(Math.min(depth, 12)) + span.name();
    String shown = name.length() > NAME ? name.substring(0, NAME - 1) + "…" : name;
    double scale = span() == 0 ? 0 : (double) BAR / span();
    int from = (int) Math.min(BAR - 1, (micros(span) - begin()) * scale);
    int width = (int) Math.max(1, Math.min(BAR - from, Math.round(span.micros() * scale)));
    String bar = " ".repeat(from) + "█".repeat(width) + " ".repeat(BAR - from - width);
    return "%-16s %s %s %9s%s"
        .formatted(
            span.service(),
            shown + " ".repeat(NAME - shown.length()),
            styles.paint(span.failed() ? Style.BAD : Style.BUSY, bar),
            millis(span.micros()),
            span.failed() ? "  failed" : "");
  }

  private static String millis(long micros) {
    return String.format(Locale.ROOT, "%.1f ms", micros / 1000.0);
  }

  /** Each span below the one that caused it. */
  private Map<Span, Integer> depths() {
    Map<String, List<Span>> children = new HashMap<>();
    Map<String, Span> byId = new HashMap<>();
    trail.spans().forEach(span -> byId.put(span.id(), span));
    List<Span> roots = new ArrayList<>();
    for (Span span : trail.spans()) {
      if (byId.containsKey(span.parent()) && !span.parent().equals(span.id())) {
        children.computeIfAbsent(span.parent(), _ -> new ArrayList<>()).add(span);
      } else {
        roots.add(span);
      }
    }
    Map<Span, Integer> depths = new LinkedHashMap<>();
    roots.forEach(root -> descend(root, 0, children, depths));
    // A circle of spans that name each other has no beginning.
    trail.spans().forEach(span -> depths.putIfAbsent(span, 0));
    return depths;
  }

  private static void descend(
      Span span, int depth, Map<String, List<Span>> children, Map<Span, Integer> depths) {
    if (depths.putIfAbsent(span, depth) == null && depth < 200) {
      children
          .getOrDefault(span.id(), List.of())
          .forEach(child -> descend(child, depth + 1, children, depths));
    }
  }

  String json() {
    return Json.schema("platform.trace/1")
        .put("id", trail.id())
        .put("url", orNull(tracePage()))
        .put("traceparent", orNull(header()))
        .put("spans", trail.spans().stream().map(TraceText::json).toList())
        .put("logsUrl", orNull(logsPage()))
        .put(
            "lines",
            trail.lines().stream()
                .map(it ->
                    Json.object()
                        .put("service", it.line().service())
                        .put("time", it.line().time().toString())
                        .put("level", it.level())
                        .put("text", it.line().text()))
                .toList())
        .put(
            "exemplars",
            trail.exemplars().stream()
                .map(it ->
                    Json.object()
                        .put("metric", it.metric())
                        .put("instance", it.instance())
                        .put("value", it.value())
                        .put("url", metricPage(it.metric()).orElse("")))
                .toList())
        .put("missing", trail.missing())
        .pretty();
  }

  private static Json json(Span span) {
    return Json.object()
        .put("id", span.id())
        .put("parent", span.parent())
        .put("service", span.service())
        .put("name", span.name())
        .put("start", span.start().toString())
        .put("micros", span.micros())
        .put("failed", span.failed());
  }

  private static @Nullable String orNull(Optional<String> text) {
    return text.orElse(null);
  }
}
