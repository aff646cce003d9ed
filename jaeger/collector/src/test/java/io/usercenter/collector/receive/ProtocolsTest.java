package io.usercenter.collector.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.collector.span.Span;
import io.usercenter.collector.span.Span.Emitter;
import io.usercenter.collector.span.Span.Log;
import io.usercenter.collector.span.Span.Reference;
import io.usercenter.collector.span.SpanSink;
import io.usercenter.collector.span.Tag;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProtocolsTest {

  private static final long START = 1_795_000_000_123_456L;
  private static final Reference PARENT =
      new Reference(Reference.Kind.CHILD_OF, Samples.TRACE, Samples.PARENT);
  private static final List<Tag> TYPES =
      List.of(
          Tag.of("text", "täxt \"1\"\n"),
          Tag.of("yes", true),
          Tag.of("no", false),
          Tag.of("int", Long.MIN_VALUE),
          Tag.of("double", -1.5),
          Tag.of("nan", Double.NaN),
          Tag.of("bytes", Samples.BINARY));
  private static final Emitter SHOP = new Emitter("shop", List.of(Tag.of("host", "a")));
  private static final Log RETRY =
      new Log(START + 1, List.of(Tag.of("event", "retry"), Tag.of("n", 2L)));

  private final Collected collected = new Collected();

  @Test
  void readsThriftAsJaegersClientWritesIt() throws MalformedException {
    byte[] body = Samples.thrift(START);

    JaegerThrift.batch(body, body.length, collected);

    assertThat(collected.spans).containsExactly(thriftSpan());
  }

  @Test
  void readsDatagramsOfBothProtocols() throws MalformedException {
    byte[] compact = Samples.compactCall(START);
    byte[] binary = Samples.binaryCall(START);

    JaegerThrift.compactCall(compact, compact.length, collected);
    JaegerThrift.binaryCall(binary, binary.length, collected);

    assertThat(collected.spans).containsExactly(thriftSpan(), thriftSpan());
  }

  @Test
  void readsOtlpOfBothEncodingsAlike() throws MalformedException {
    byte[] protobuf = Samples.otlp(START).toByteArray();
    byte[] json = Samples.otlpJson(START);

    Otlp.request(protobuf, protobuf.length, collected);
    OtlpJson.request(json, json.length, collected);

    assertThat(collected.spans).containsExactly(otlpSpan(), otlpSpan());
    assertThat(collected.spans.getFirst().failed()).isTrue();
    assertThat(collected.spans.getFirst().parent()).contains(Samples.PARENT);
  }

  @Test
  void readsZipkinsSpans() throws MalformedException {
    byte[] json = Samples.zipkin(START);

    ZipkinJson.spans(json, json.length, collected);

    Span span = collected.spans.getFirst();
    assertThat(span.process()).isEqualTo(new Emitter("shop", List.of(Tag.of("ip", "10.0.0.1"))));
    assertThat(span.references()).containsExactly(PARENT);
    assertThat(span.tags())
        .containsExactly(
            Tag.of("span.kind", "server"),
            Tag.of("peer.service", "caller"),
            Tag.of("peer.ipv4", "10.0.0.2"),
            Tag.of("peer.port", 5L),
            Tag.of("a", "b"),
            Tag.of("error", true),
            Tag.of("error.message", "broken"));
    assertThat(span.logs()).containsExactly(new Log(START + 1, List.of(Tag.of("event", "retry"))));
  }

  @Test
  void refusesSpansWhoseIdsAreNone() throws MalformedException {
    for (String ids :
        List.of(
            "\"traceId\":\"xyz\",\"spanId\":\"00f067aa0ba902b7\"",
            "\"traceId\":\"00000000000000000000000000000000\",\"spanId\":\"00f067aa0ba902b7\"",
            "\"traceId\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"spanId\":\"../../etc\"",
            "\"traceId\":\"4bf92f3577b34da6a3ce929d0e0e4736\"",
            "\"traceId\":\"4bf92f3577b34da6a3ce929d0e0e47361\",\"spanId\":\"1\"")) {
      byte[] json =
          ("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{" + ids + "}]}]}]}")
              .getBytes(StandardCharsets.UTF_8);

      OtlpJson.request(json, json.length, collected);
    }

    assertThat(collected.spans).isEmpty();
    assertThat(collected.refused).hasSize(5).containsOnly(SpanSink.Refusal.ID);
  }

  @Test
  void namesAResourceWithoutANameAsJaegerDoes() throws MalformedException {
    byte[] json =
        """
        {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736",\
        "spanId":"1"}]}]}]}
        """
            .getBytes(StandardCharsets.UTF_8);

    OtlpJson.request(json, json.length, collected);

    assertThat(collected.spans.getFirst().process().service())
        .isEqualTo("OTLPResourceNoServiceName");
    assertThat(collected.spans.getFirst().spanId()).isEqualTo("0000000000000001");
  }

  private static Span thriftSpan() {
    Reference link =
        new Reference(Reference.Kind.FOLLOWS_FROM, "0000000000000007", "0000000000000008");
    return new Span(
        Samples.TRACE,
        Samples.SPAN,
        "GET /user",
        List.of(PARENT, link),
        1,
        START,
        1500,
        TYPES,
        List.of(RETRY),
        SHOP);
  }

  private static Span otlpSpan() {
    Reference link =
        new Reference(
            Reference.Kind.FOLLOWS_FROM, "00000000000000000000000000000007", "0000000000000008");
    List<Tag> tags = new java.util.ArrayList<>(TYPES);
    tags.add(Tag.of("list", "[1,\"b\"]"));
    tags.add(Tag.of("span.kind", "server"));
    tags.add(Tag.of("error", true));
    tags.add(Tag.of("otel.status_description", "broken"));
    tags.add(Tag.of("otel.scope.name", "lib"));
    tags.add(Tag.of("otel.scope.version", "1"));
    tags.add(Tag.of("w3c.tracestate", "a=b"));
    return new Span(
        Samples.TRACE,
        Samples.SPAN,
        "GET /user",
        List.of(PARENT, link),
        1,
        START,
        1500,
        tags,
        List.of(RETRY),
        SHOP);
  }
}
