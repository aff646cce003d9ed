package io.usercenter.collector.span;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.usercenter.collector.span.Span.Emitter;
import io.usercenter.collector.span.Span.Log;
import io.usercenter.collector.span.Span.Reference;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpanDocumentTest {

  private static final JsonFactory JSON = new JsonFactory();
  private static final Span SPAN =
      new Span(
          "4bf92f3577b34da6a3ce929d0e0e4736",
          "00f067aa0ba902b7",
          "GET /",
          List.of(
              new Reference(
                  Reference.Kind.CHILD_OF, "4bf92f3577b34da6a3ce929d0e0e4736", "53995c3f42cd8ad8")),
          1,
          1_795_000_000_123_456L,
          1500,
          List.of(
              Tag.of("text", "a"),
              Tag.of("yes", true),
              Tag.of("int", 2L),
              Tag.of("double", 0.5),
              Tag.of("infinite", Double.NEGATIVE_INFINITY),
              Tag.of("bytes", new byte[] {1, 15})),
          List.of(new Log(1_795_000_000_123_457L, List.of(Tag.of("event", "retry")))),
          new Emitter("shop", List.of(Tag.of("host", "a"))));

  @Test
  void isWhatJaegerWrites() throws IOException {
    assertThat(written(SPAN))
        .isEqualTo(
            """
            {"traceID":"4bf92f3577b34da6a3ce929d0e0e4736","spanID":"00f067aa0ba902b7","flags":1,\
            "operationName":"GET /","references":[{"refType":"CHILD_OF",\
            "traceID":"4bf92f3577b34da6a3ce929d0e0e4736","spanID":"53995c3f42cd8ad8"}],\
            "startTime":1795000000123456,"startTimeMillis":1795000000123,"duration":1500,\
            "tags":[{"key":"text","type":"string","value":"a"},\
            {"key":"yes","type":"bool","value":true},{"key":"int","type":"int64","value":2},\
            {"key":"double","type":"float64","value":0.5},\
            {"key":"infinite","type":"float64","value":"-Infinity"},\
            {"key":"bytes","type":"binary","value":"010f"}],\
            "logs":[{"timestamp":1795000000123457,\
            "fields":[{"key":"event","type":"string","value":"retry"}]}],\
            "process":{"serviceName":"shop","tags":[{"key":"host","type":"string","value":"a"}]}}\
            """);
  }

  @Test
  void comesBackAsItWas() throws IOException {
    assertThat(read(written(SPAN))).isEqualTo(SPAN);
  }

  @Test
  void isReadAlsoAsOtherVersionsOfJaegerWroteIt() throws IOException {
    Span span =
        read(
            """
            {"traceID":"a1","spanID":"b2","parentSpanID":"c3","operationName":"GET /","unknown":{"a":[]},
             "startTime":1795000000123456,"duration":1500,"logs":null,
             "tag":{"http@status_code":200,"error":"true"},
             "tags":[{"key":"n","type":"int64","value":"3"},{"key":"b","type":"bool","value":"true"},
                     {"key":"broken","type":"int64","value":"x"}],
             "process":{"serviceName":"shop","tag":{"host@name":"a"}},"references":[]}
            """);

    assertThat(span.parent()).contains("c3");
    assertThat(span.references())
        .containsExactly(new Reference(Reference.Kind.CHILD_OF, "a1", "c3"));
    assertThat(span.tags())
        .containsExactly(
            Tag.of("http.status_code", 200L),
            Tag.of("error", "true"),
            Tag.of("n", 3L),
            Tag.of("b", true),
            Tag.of("broken", "x"));
    assertThat(span.process().tags()).containsExactly(Tag.of("host.name", "a"));
    assertThat(span.failed()).isTrue();
  }

  private static String written(Span span) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      SpanDocument.write(span, json);
    }
    return text.toString();
  }

  private static Span read(String text) throws IOException {
    try (JsonParser json = JSON.createParser(text)) {
      json.nextToken();
      return SpanDocument.read(json);
    }
  }
}
