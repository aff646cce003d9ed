package io.usercenter.collector.http;

import io.usercenter.collector.query.Dependencies;
import io.usercenter.collector.query.JaegerJson;
import io.usercenter.collector.query.OtlpTrace;
import io.usercenter.collector.query.Summary;
import io.usercenter.collector.query.Traces;
import io.usercenter.collector.query.ZipkinTrace;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;

/** Port 16686: Jaeger's APIs, Zipkin's for its pages, and the pages. */
final class QuerySite implements Port.Site {

  /** Answers are made piece by piece, but each piece is in memory. */
  private static final int AT_A_TIME = 4;

  private static final long PATIENCE_SECONDS = 10;
  private static final String ZIPKIN = "/zipkin/api/v2";

  private final Traces traces;
  private final Clock clock;
  private final Semaphore turn = new Semaphore(AT_A_TIME, true);
  private final Routes data = new Routes();
  private final Routes pages;

  QuerySite(Traces traces, Clock clock) {
    this.traces = traces;
    this.clock = clock;
    this.pages = Pages.routes();
    data.on("/api/v3/services", (_, _) -> services())
        .on("/api/v3/operations", (request, _) -> operations(request))
        .on("/api/v3/trace-summaries", (request, _) -> summaries(request))
        .on("/api/v3/traces", (request, _) -> search(request))
        .on("/api/v3/traces/([^/]+)", (_, it) -> trace(it))
        .on("/api/services", (_, _) -> v1Names(traces.services()))
        .on("/api/operations", (request, _) -> v1Operations(request))
        .on(
            "/api/services/([^/]+)/operations",
            (_, it) -> v1Names(traces.operations(Request.decoded(it.group(1)))))
        .on("/api/traces", (request, _) -> v1Search(request))
        .on("/api/traces/([^/]+)", (_, it) -> v1Trace(it))
        .on("/api/dependencies", (request, _) -> v1Dependencies(request))
        .on(ZIPKIN + "/services", (_, _) -> names(traces.services()))
        .on(ZIPKIN + "/spans", (request, _) -> zipkinSpans(request))
        .on(ZIPKIN + "/(?:remoteServices|autocompleteKeys|autocompleteValues)", (_, _) -> nothing())
        .on(ZIPKIN + "/traces", (request, _) -> zipkinSearch(request))
        .on(ZIPKIN + "/trace/([^/]+)", (_, it) -> zipkinTrace(it))
        .on(ZIPKIN + "/dependencies", (request, _) -> zipkinDependencies(request));
  }

  @Override
  public Reply answer(Request request) throws HttpException, IOException {
    String path = request.path();
    if (!path.startsWith("/api/") && !path.startsWith(ZIPKIN)) {
      return pages.answer(request);
    }
    Reply reply = inTurn(() -> data.answer(request));
    return new Reply(
        reply.status(),
        reply.headers(),
        reply.length(),
        out -> {
          try {
            inTurn(() -> {
              reply.content().writeTo(out);
              return reply;
            });
          } catch (HttpException busy) {
            throw new IOException(busy.text(), busy);
          }
        });
  }

  /** Something that asks Elasticsearch. */
  private interface Question {
    Reply ask() throws HttpException, IOException;
  }

  private Reply inTurn(Question question) throws HttpException, IOException {
    try {
      if (!turn.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new HttpException(503, "too many searches at a time");
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      throw new HttpException(503, "the collector is about to end");
    }
    try {
      return question.ask();
    } finally {
      turn.release();
    }
  }

  @Override
  public Reply error(String path, int status, String message) {
    if (path.startsWith("/api/v3/")) {
      return Reply.json(
          status,
          json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("error");
            json.writeNumberField("httpCode", status);
            json.writeStringField("message", message);
            json.writeEndObject();
            json.writeEndObject();
          });
    }
    if (!path.startsWith("/api/")) {
      return Reply.text(status, message + "\n");
    }
    return Reply.json(
        status,
        json -> {
          json.writeStartObject();
          json.writeNullField("data");
          json.writeNumberField("total", 0);
          json.writeNumberField("limit", 0);
          json.writeNumberField("offset", 0);
          json.writeArrayFieldStart("errors");
          json.writeStartObject();
          json.writeNumberField("code", status);
          json.writeStringField("msg", message);
          json.writeEndObject();
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private Reply services() throws IOException {
    List<String> services = traces.services();
    return Reply.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeFieldName("services");
          texts(json, services);
          json.writeEndObject();
        });
  }

  /** Jaeger's documents of operations know no kind of span; it says "internal" then. */
  private Reply operations(Request request) throws HttpException, IOException {
    List<String> names = traces.operations(Parameters.required(request, "service"));
    return Reply.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("operations");
          for (String name : names) {
            json.writeStartObject();
            json.writeStringField("name", name);
            json.writeStringField("spanKind", "internal");
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private Reply summaries(Request request) throws HttpException, IOException {
    List<String> ids = traces.find(Parameters.v3(request));
    return Reply.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("summaries");
          for (String id : ids) {
            Summary.of(id, traces.trace(id)).write(json);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private Reply search(Request request) throws HttpException, IOException {
    List<String> ids = traces.find(Parameters.v3(request));
    if (ids.isEmpty()) {
      throw new HttpException(404, "No traces found");
    }
    return otlp(json -> {
      for (String id : ids) {
        OtlpTrace.resourceSpans(json, traces.trace(id));
      }
    });
  }

  private Reply trace(Matcher path) throws HttpException, IOException {
    Traces.Pages pages = existing(path);
    return otlp(json -> OtlpTrace.resourceSpans(json, pages));
  }

  private static Reply otlp(JaegerJson.Data resourceSpans) {
    return Reply.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeObjectFieldStart("result");
          json.writeArrayFieldStart("resourceSpans");
          resourceSpans.write(json);
          json.writeEndArray();
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  private Traces.Pages existing(Matcher path) throws HttpException, IOException {
    Traces.Pages pages = traces.trace(Parameters.traceId(Request.decoded(path.group(1))));
    if (pages.isEmpty()) {
      throw new HttpException(404, "trace not found");
    }
    return pages;
  }

  private Reply v1Operations(Request request) throws HttpException, IOException {
    List<String> names = traces.operations(Parameters.required(request, "service"));
    return v1(
        names.size(),
        json -> {
          for (String name : names) {
            json.writeStartObject();
            json.writeStringField("name", name);
            json.writeStringField("spanKind", "");
            json.writeEndObject();
          }
        });
  }

  private Reply v1Search(Request request) throws HttpException, IOException {
    List<String> ids = new java.util.ArrayList<>();
    for (String id : request.query().getOrDefault("traceID", List.of())) {
      ids.add(Parameters.traceId(id));
    }
    if (ids.isEmpty()) {
      Parameters.required(request, "service");
      ids.addAll(traces.find(Parameters.v1(request, clock.millis())));
    }
    return v1(
        0,
        json -> {
          for (String id : ids) {
            Traces.Pages pages = traces.trace(id);
            if (!pages.isEmpty()) {
              JaegerJson.trace(json, id, pages);
            }
          }
        });
  }

  private Reply v1Trace(Matcher path) throws HttpException, IOException {
    Traces.Pages pages = existing(path);
    String id = Parameters.traceId(Request.decoded(path.group(1)));
    return v1(0, json -> JaegerJson.trace(json, id, pages));
  }

  private Reply v1Dependencies(Request request) throws HttpException, IOException {
    List<Dependencies.Link> links = links(request);
    return v1(0, json -> JaegerJson.links(json, links));
  }

  private static Reply v1Names(List<String> names) {
    return v1(
        names.size(),
        json -> {
          for (String name : names) {
            json.writeString(name);
          }
        });
  }

  private static Reply v1(int total, JaegerJson.Data data) {
    return Reply.json(200, json -> JaegerJson.envelope(json, total, data));
  }

  private Reply zipkinSpans(Request request) throws HttpException, IOException {
    return names(traces.operations(Parameters.required(request, "serviceName")));
  }

  private Reply zipkinSearch(Request request) throws HttpException, IOException {
    List<String> ids = traces.find(Parameters.zipkin(request, clock.millis()));
    return Reply.json(
        200,
        json -> {
          json.writeStartArray();
          for (String id : ids) {
            ZipkinTrace.write(json, traces.trace(id));
          }
          json.writeEndArray();
        });
  }

  private Reply zipkinTrace(Matcher path) throws HttpException, IOException {
    Traces.Pages pages = existing(path);
    return Reply.json(200, json -> ZipkinTrace.write(json, pages));
  }

  private Reply zipkinDependencies(Request request) throws HttpException, IOException {
    List<Dependencies.Link> links = links(request);
    return Reply.json(
        200,
        json -> {
          json.writeStartArray();
          JaegerJson.links(json, links);
          json.writeEndArray();
        });
  }

  private List<Dependencies.Link> links(Request request) throws HttpException, IOException {
    var window = Parameters.window(request, clock.millis());
    return Dependencies.of(traces, window.startMillis(), window.endMillis());
  }

  private static Reply nothing() {
    return names(List.of());
  }

  private static Reply names(List<String> names) {
    return Reply.json(200, json -> texts(json, names));
  }

  private static void texts(com.fasterxml.jackson.core.JsonGenerator json, List<String> texts)
      throws IOException {
    json.writeStartArray();
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }
}
