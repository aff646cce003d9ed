package io.usercenter.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.platform.cli.console.Styles;
import io.usercenter.platform.logs.LogLine;
import io.usercenter.platform.logs.StoredLine;
import io.usercenter.platform.verify.Trail;
import io.usercenter.platform.verify.Trail.Exemplar;
import io.usercenter.platform.verify.Trail.Span;
import io.usercenter.platform.wire.Address;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TraceTextTest {

  private static final String ID = "0af7651916cd43dd8448eb211c80319c";
  private static final Instant START = Instant.parse("2026-11-23T07:00:00Z");

  private static final TraceText.Pages PAGES =
      new TraceText.Pages(
          Optional.of(new Address("127.0.0.1", 16686)),
          Optional.of(new Address("127.0.0.1", 3001)),
          Optional.empty());

  static Trail trail() {
    return new Trail(
        ID,
        List.of(
            new Span("00f067aa0ba902b7", "", "user_center_api", "GET", START, 8000, false),
            new Span(
                "b",
                "00f067aa0ba902b7",
                "user_center_rpc",
                "find",
                START.plusMillis(4),
                2000,
                true)),
        List.of(new StoredLine(new LogLine("api", START, "[HTTP] 500"), "error", ID)),
        List.of(new Exemplar("a_bucket", "api:1", "8")),
        List.of());
  }

  @Test
  void drawsWhenEachStepWas() {
    assertThat(new TraceText(trail(), PAGES).text(new Styles(false)).replaceAll(" +\\n", "\n"))
        .isEqualTo(
            """
            trace 0af7651916cd43dd8448eb211c80319c  2026-11-23T07:00:00Z  8.0 ms

              user_center_api  GET                                              ████████████████████████████████    8.0 ms
              user_center_rpc    find                                                           ████████            2.0 ms  failed

            trace      2 spans  http://127.0.0.1:16686/trace/0af7651916cd43dd8448eb211c80319c
            log lines  1  http://127.0.0.1:3001/d/logs?var-search=trace.id:0af7651916cd43dd8448eb211c80319c
            exemplar   a_bucket of api:1, 8
            header     Traceparent: 00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01
            """);
  }

  @Test
  void drawsSpansThatGoInCircles() {
    List<Span> spans = new ArrayList<>();
    spans.add(new Span("a", "b", "s", "one", START, 0, false));
    spans.add(new Span("b", "a", "s", "two", START, 0, false));

    String text =
        new TraceText(new Trail(ID, spans, List.of(), List.of(), List.of("log lines: away")), PAGES)
            .text(new Styles(false));

    assertThat(text).contains("one", "two", "not asked  log lines: away");
  }
}
