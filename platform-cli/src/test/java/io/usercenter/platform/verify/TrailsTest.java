package io.usercenter.platform.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.platform.verify.FakeStack.Reply;
import io.usercenter.platform.verify.Trail.Exemplar;
import io.usercenter.platform.verify.Trail.Span;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrailsTest {

  private static final String ID = "0af7651916cd43dd8448eb211c80319c";
  private static final Instant START = Instant.parse("2026-11-23T07:00:00Z");

  private static final String VERSION_3 =
      """
      {"result":{"resourceSpans":[
       {"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"user_center_rpc"}}]},
        "scopeSpans":[{"spans":[{"spanId":"b","parentSpanId":"a","name":"find",
         "startTimeUnixNano":"1795417200002000000","endTimeUnixNano":"1795417200005000000",
         "status":{"code":2}}]}]},
       {"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"user_center_api"}}]},
        "scopeSpans":[{"spans":[{"spanId":"a","name":"GET",
         "startTimeUnixNano":"1795417200000000000","endTimeUnixNano":"1795417200009000000"}]}]}]}}
      """;

  private static final String VERSION_1 =
      """
      {"data":[{"spans":[
       {"spanID":"b","operationName":"find","startTime":1795417200002000,"duration":3000,
        "processID":"p2","references":[{"refType":"CHILD_OF","spanID":"a"}],
        "tags":[{"key":"error","type":"bool","value":true}]},
       {"spanID":"a","operationName":"GET","startTime":1795417200000000,"duration":9000,
        "processID":"p1","references":[],"tags":[]}],
       "processes":{"p1":{"serviceName":"user_center_api"},"p2":{"serviceName":"user_center_rpc"}}}]}
      """;

  @Test
  void findsSpansLinesAndExemplarsOfOneRequest() {
    try (FakeStack stack =
        new FakeStack()
            .answering("GET /api/v3/traces/" + ID, Reply.json(VERSION_3))
            .answering(
                "POST /logs-*/_search",
                Reply.json(
                    """
                    {"hits":{"hits":[{"_source":{"@timestamp":"2026-11-23T07:00:00Z",
                     "message":"[HTTP] 200","service.name":"api","trace.id":"x"}}]}}
                    """))
            .answering(
                "GET /api/v1/query_exemplars",
                Reply.json(
                    """
                    {"data":[{"seriesLabels":{"__name__":"a_bucket","instance":"api:1"},"exemplars":[
                     {"labels":{"trace_id":"%s"},"value":"9"},{"labels":{"trace_id":"0"},"value":"1"}]}]}
                    """
                        .formatted(ID)))) {

      Trail trail = new Trails(stack.targets(Map.of()), START).find(ID);

      assertThat(trail.spans()).containsExactlyElementsOf(spans());
      assertThat(trail.lines()).hasSize(1);
      assertThat(trail.exemplars()).containsExactly(new Exemplar("a_bucket", "api:1", "9"));
      assertThat(trail.missing()).isEmpty();
    }
  }

  @Test
  void asksAnOlderJaegerInItsOwnWay() {
    try (FakeStack stack =
        new FakeStack()
            .answering("GET /api/v3/traces/" + ID, new Reply(404, "text/plain", "page not found"))
            .answering("GET /api/v3/services", new Reply(404, "text/plain", "page not found"))
            .answeringTraces(Reply.json(VERSION_1))) {

      assertThat(new Trails(stack.targets(Map.of()), START).find(ID).spans())
          .containsExactlyElementsOf(spans());
    }
  }

  @Test
  void saysWhatItCouldNotAsk() {
    try (FakeStack stack =
        new FakeStack()
            .answering("GET /api/v3/traces/" + ID, Reply.json(VERSION_3))
            .answering("GET /api/v1/query_exemplars", new Reply(503, "text/plain", "starting"))) {
      Trail trail = new Trails(stack.targets(Map.of("elasticsearch", "no room")), START).find(ID);

      assertThat(trail.spans()).hasSize(2);
      assertThat(trail.missing())
          .containsExactly(
              "log lines: no room", "exemplars: GET /api/v1/query_exemplars: HTTP 503: starting");
    }
  }

  private static List<Span> spans() {
    return List.of(
        new Span("a", "", "user_center_api", "GET", START, 9000, false),
        new Span("b", "a", "user_center_rpc", "find", START.plusMillis(2), 3000, true));
  }
}
