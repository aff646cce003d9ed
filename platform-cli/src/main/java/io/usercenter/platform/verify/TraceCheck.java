package io.usercenter.platform.verify;

import io.usercenter.platform.error.UserError;
import io.usercenter.platform.logs.StoredLine;
import io.usercenter.platform.logs.StoredLogs;
import io.usercenter.platform.logs.StoredQuery;
import io.usercenter.platform.wire.Address;
import io.usercenter.platform.wire.Deadline;
import io.usercenter.platform.wire.Http.Answer;
import io.usercenter.platform.wire.OneLine;
import io.usercenter.platform.wire.WireException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A request with a trace id of ours, and what must be found by that id afterwards. */
final class TraceCheck {

  private static final String USER = "/v1/user-center/user?id=1";
  private static final Set<String> SERVICES = Set.of("user_center_api", "user_center_rpc");
  private static final String EXEMPLARS =
      "/api/v1/query_exemplars?query=http_server_requests_duration_ms_bucket";
  private static final int TRACE_BYTES = 16;
  private static final int SPAN_BYTES = 8;

  private final Targets targets;

  TraceCheck(Targets targets) {
    this.targets = targets;
  }

  String found(Deadline deadline) throws Unproven, WireException, InterruptedException {
    Address traces = targets.locate("Traces", 16686);
    String id = request(deadline);
    String path = path(traces, id, deadline);
    return Poll.until(
        "trace " + id,
        deadline,
        clock -> {
          Spans spans = spans(Json.get(traces, path, clock));
          if (!spans.services().containsAll(SERVICES)) {
            throw Unproven.failed("spans of " + spans.services() + " only");
          }
          return "%d spans of %s: %s"
              .formatted(
                  spans.count(),
                  String.join(", ", spans.services()),
                  "http://%s/trace/%s".formatted(traces, id));
        });
  }

  /** The line of the access log, where the log shipper brought it. */
  String logged(Deadline deadline) throws Unproven, WireException, InterruptedException {
    targets.locate("Logs", 14270);
    Address elasticsearch = targets.locate("Elasticsearch", 9200);
    String id = request(deadline);
    StoredQuery query = new StoredQuery("trace.id:" + id, Set.of(), null, null, 10);
    return Poll.until(
        "a log line of trace " + id,
        deadline,
        _ -> {
          List<StoredLine> lines = stored(elasticsearch, query);
          if (lines.isEmpty()) {
            throw Unproven.failed("no stored line has that trace id");
          }
          return "%s: platform logs --search trace.id:%s"
              .formatted(OneLine.of(lines.getFirst().line().text(), 60), id);
        });
  }

  private static List<StoredLine> stored(Address elasticsearch, StoredQuery query) throws Unproven {
    try {
      return new StoredLogs(elasticsearch).find(query);
    } catch (UserError unanswered) {
      throw Unproven.failed(unanswered.problems().getFirst().why());
    }
  }

  /** A point of a latency histogram that leads to a trace; others may ask at the same time. */
  String exemplified(Deadline deadline) throws Unproven, WireException, InterruptedException {
    Address prometheus = targets.locate("Prometheus", 9090);
    Set<String> sent = new HashSet<>();
    return Poll.until(
        "an exemplar of our requests",
        deadline,
        clock -> {
          // Each time: only the latest request of a bucket is its exemplar.
          sent.add(request(clock));
          String start = Instant.now().minusSeconds(120).toString();
          String end = Instant.now().plusSeconds(60).toString();
          Json series =
              Json.get(prometheus, EXEMPLARS + "&start=" + start + "&end=" + end, clock).at("data");
          for (Json one : series.items()) {
            for (Json exemplar : one.at("exemplars").items()) {
              String id = exemplar.at("labels", "trace_id").text();
              if (sent.contains(id)) {
                return "%s ms: %s".formatted(exemplar.at("value").text(), link(id));
              }
            }
          }
          throw Unproven.failed("none of %d requests yet".formatted(sent.size()));
        });
  }

  private String link(String id) {
    return targets
        .find("Traces", 16686)
        .map(traces -> "http://%s/trace/%s".formatted(traces, id))
        .orElse("trace " + id);
  }

  /**
   * Asks for user 1 under an id of our own.
   *
   * @return the id, which the answer's header has too
   */
  private String request(Deadline deadline) throws Unproven, WireException {
    Address api = targets.locate("user-center HTTP", 8888);
    String id = random(TRACE_BYTES);
    // https://www.w3.org/TR/trace-context/#traceparent-header; 01 asks for the trace to be kept.
    Map<String, String> headers =
        Map.of("traceparent", "00-" + id + "-" + random(SPAN_BYTES) + "-01");
    Answer answer = Json.answer(api, "GET", USER, "", headers, deadline);
    String continued = answer.header("Traceparent").orElse("none");
    if (answer.status() != 200 || !continued.startsWith("00-" + id + "-")) {
      throw Unproven.failed(
          "trace %s was not continued: HTTP %d, Traceparent %s"
              .formatted(id, answer.status(), continued));
    }
    return id;
  }

  /** Jaeger 2 has version 3 of the API; what lacks it is asked with version 1. */
  private static String path(Address traces, String id, Deadline deadline)
      throws Unproven, WireException {
    Answer services = Json.answer(traces, "GET", "/api/v3/services", "", deadline);
    if (services.status() == 404) {
      Json.get(traces, "/api/services", deadline);
      return "/api/traces/" + id;
    }
    if (services.status() != 200) {
      throw Unproven.failed("GET /api/v3/services: " + services.summary());
    }
    Instant now = Instant.now();
    return "/api/v3/traces/%s?startTime=%s&endTime=%s"
        .formatted(id, now.minusSeconds(300), now.plusSeconds(300));
  }

  private record Spans(int count, Set<String> services) {}

  private static Spans spans(Json trace) {
    int count = 0;
    Set<String> services = new TreeSet<>();
    for (Json data : trace.at("data").items()) {
      count += data.at("spans").items().size();
      for (Json process : data.at("processes").values()) {
        services.add(process.at("serviceName").text());
      }
    }
    for (Json resource : trace.at("result", "resourceSpans").items()) {
      for (Json scope : resource.at("scopeSpans").items()) {
        count += scope.at("spans").items().size();
      }
      for (Json attribute : resource.at("resource", "attributes").items()) {
        if (attribute.at("key").text().equals("service.name")) {
          services.add(attribute.at("value", "stringValue").text());
        }
      }
    }
    return new Spans(count, services);
  }

  private static String random(int bytes) {
    byte[] id = new byte[bytes];
    new SecureRandom().nextBytes(id);
    // Neither may be zero as a whole.
    id[0] |= 1;
    return HexFormat.of().formatHex(id);
  }
}
