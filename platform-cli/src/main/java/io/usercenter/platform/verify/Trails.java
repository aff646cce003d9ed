package io.usercenter.platform.verify;

import io.usercenter.platform.error.UserError;
import io.usercenter.platform.logs.StoredLine;
import io.usercenter.platform.logs.StoredLogs;
import io.usercenter.platform.logs.StoredQuery;
import io.usercenter.platform.verify.Trail.Exemplar;
import io.usercenter.platform.verify.Trail.Span;
import io.usercenter.platform.wire.Address;
import io.usercenter.platform.wire.Deadline;
import io.usercenter.platform.wire.Http.Answer;
import io.usercenter.platform.wire.WireException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what requests left behind, where traces, logs and metrics are kept. */
public final class Trails {

  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final Duration AROUND = Duration.ofMinutes(2);
  private static final int MOST_LINES = 1000;

  private final Targets targets;
  private final Instant now;

  /**
   * @param now where exemplars are looked for when no span says when
   */
  public Trails(Targets targets, Instant now) {
    this.targets = targets;
    this.now = now;
  }

  /**
   * @param id of the trace, hex digits in lower case
   */
  public Trail find(String id) {
    Deadline deadline = Deadline.after(LIMIT);
    List<String> missing = new ArrayList<>();
    List<Span> spans = ask("spans", missing, () -> spans(id, deadline));
    List<StoredLine> lines = ask("log lines", missing, () -> lines(id));
    Instant begin = spans.isEmpty() ? now.minus(Duration.ofHours(1)) : spans.getFirst().start();
    Instant end = spans.isEmpty() ? now : begin;
    List<Exemplar> exemplars =
        ask("exemplars", missing, () -> exemplars(id, begin, end.plus(AROUND), deadline));
    return new Trail(id, spans, lines, exemplars, missing);
  }

  private interface Question<T> {
    List<T> ask() throws Unproven, WireException;
  }

  private static <T> List<T> ask(String what, List<String> missing, Question<T> question) {
    try {
      return question.ask();
    } catch (Unproven | WireException | UserError unanswered) {
      missing.add(what + ": " + unanswered.getMessage());
      return List.of();
    }
  }

  private List<Span> spans(String id, Deadline deadline) throws Unproven, WireException {
    Address traces = targets.locate("Traces", 16686);
    Answer answer = Json.answer(traces, "GET", "/api/v3/traces/" + id, "", deadline);
    boolean old = answer.status() == 404 && !knowsVersion3(traces, deadline);
    if (old) {
      answer = Json.answer(traces, "GET", "/api/traces/" + id, "", deadline);
    }
    if (answer.status() == 404) {
      return List.of();
    }
    if (answer.status() != 200) {
      throw Unproven.failed("GET /api/…/traces/" + id + ": " + answer.summary());
    }
    List<Span> spans = new ArrayList<>();
    Json tree = Json.parse(answer.body());
    if (old) {
      version1(tree, spans);
    } else {
      version3(tree, spans);
    }
    spans.sort(Comparator.comparing(Span::start));
    return spans;
  }

  private static boolean knowsVersion3(Address traces, Deadline deadline) throws WireException {
    return Json.answer(traces, "GET", "/api/v3/services", "", deadline).status() != 404;
  }

  private static void version3(Json tree, List<Span> spans) {
    for (Json resource : tree.at("result", "resourceSpans").items()) {
      String service = "";
      for (Json attribute : resource.at("resource", "attributes").items()) {
        if (attribute.at("key").text().equals("service.name")) {
          service = attribute.at("value", "stringValue").text();
        }
      }
      for (Json scope : resource.at("scopeSpans").items()) {
        for (Json span : scope.at("spans").items()) {
          long start = number(span.at("startTimeUnixNano"));
          String code = span.at("status", "code").text();
          spans.add(
              new Span(
                  span.at("spanId").text(),
                  span.at("parentSpanId").text(),
                  service,
                  span.at("name").text(),
                  Instant.ofEpochSecond(0, start),
                  (number(span.at("endTimeUnixNano")) - start) / 1000,
                  code.equals("2") || code.equals("STATUS_CODE_ERROR")));
        }
      }
    }
  }

  private static void version1(Json tree, List<Span> spans) {
    for (Json trace : tree.at("data").items()) {
      Map<String, String> services = new HashMap<>();
      for (Json span : trace.at("spans").items()) {
        String process = span.at("processID").text();
        String service =
            services.computeIfAbsent(
                process, it -> trace.at("processes", it, "serviceName").text());
        List<Json> references = span.at("references").items();
        boolean failed =
            span.at("tags").items().stream()
                .anyMatch(tag ->
                    tag.at("key").text().equals("error") && tag.at("value").text().equals("true"));
        spans.add(
            new Span(
                span.at("spanID").text(),
                references.isEmpty() ? "" : references.getFirst().at("spanID").text(),
                service,
                span.at("operationName").text(),
                Instant.ofEpochSecond(0, number(span.at("startTime")) * 1000),
                number(span.at("duration")),
                failed));
      }
    }
  }

  private static long number(Json value) {
    String digits = value.text();
    return digits.matches("\\d{1,18}") || digits.matches("1\\d{18}") ? Long.parseLong(digits) : 0;
  }

  private List<StoredLine> lines(String id) throws Unproven {
    Address elasticsearch = targets.locate("Elasticsearch", 9200);
    return new StoredLogs(elasticsearch)
        .find(new StoredQuery("trace.id:" + id, Set.of(), null, null, MOST_LINES));
  }

  private List<Exemplar> exemplars(String id, Instant begin, Instant end, Deadline deadline)
      throws Unproven, WireException {
    Address prometheus = targets.locate("Prometheus", 9090);
    String query = URLEncoder.encode("{__name__=~\".+_bucket\"}", StandardCharsets.UTF_8);
    Json data =
        Json.get(
                prometheus,
                "/api/v1/query_exemplars?query=%s&start=%s&end=%s"
                    .formatted(query, begin.minus(AROUND), end),
                deadline)
            .at("data");
    List<Exemplar> found = new ArrayList<>();
    for (Json series : data.items()) {
      for (Json exemplar : series.at("exemplars").items()) {
        if (exemplar.at("labels", "trace_id").text().equals(id)) {
          found.add(
              new Exemplar(
                  series.at("seriesLabels", "__name__").text(),
                  series.at("seriesLabels", "instance").text(),
                  exemplar.at("value").text()));
        }
      }
    }
    return found.stream().distinct().toList();
  }
}
