package io.usercenter.collector.receive;

import com.google.protobuf.ByteString;
import io.jaegertracing.agent.thrift.Agent;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Log;
import io.jaegertracing.thriftjava.Process;
import io.jaegertracing.thriftjava.Span;
import io.jaegertracing.thriftjava.SpanRef;
import io.jaegertracing.thriftjava.SpanRefType;
import io.jaegertracing.thriftjava.Tag;
import io.jaegertracing.thriftjava.TagType;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolFactory;
import org.apache.thrift.transport.TMemoryBuffer;

/** The same span, with an attribute of every type, as the libraries of each protocol write it. */
public final class Samples {

  public static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  public static final String SPAN = "00f067aa0ba902b7";
  public static final String PARENT = "53995c3f42cd8ad8";
  static final byte[] BINARY = {0, 1, (byte) 0xfe, (byte) 0xff};

  private Samples() {}

  public static byte[] thrift(long startMicros) {
    return serialized(batch(startMicros), new TBinaryProtocol.Factory());
  }

  public static byte[] compactCall(long startMicros) {
    return call(startMicros, new TCompactProtocol.Factory());
  }

  public static byte[] binaryCall(long startMicros) {
    return call(startMicros, new TBinaryProtocol.Factory());
  }

  private static byte[] call(long startMicros, TProtocolFactory factory) {
    try {
      TMemoryBuffer memory = new TMemoryBuffer(1024);
      TProtocol protocol = factory.getProtocol(memory);
      new Agent.Client(protocol).emitBatch(batch(startMicros));
      return Arrays.copyOf(memory.getArray(), memory.length());
    } catch (TException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] serialized(Batch batch, TProtocolFactory factory) {
    try {
      return new TSerializer(factory).serialize(batch);
    } catch (TException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Batch batch(long startMicros) {
    Span span =
        new Span(
            Long.parseUnsignedLong(TRACE.substring(16), 16),
            Long.parseUnsignedLong(TRACE.substring(0, 16), 16),
            Long.parseUnsignedLong(SPAN, 16),
            Long.parseUnsignedLong(PARENT, 16),
            "GET /user",
            1,
            startMicros,
            1500);
    span.setTags(
        List.of(
            new Tag("text", TagType.STRING).setVStr("täxt \"1\"\n"),
            new Tag("yes", TagType.BOOL).setVBool(true),
            new Tag("no", TagType.BOOL).setVBool(false),
            new Tag("int", TagType.LONG).setVLong(Long.MIN_VALUE),
            new Tag("double", TagType.DOUBLE).setVDouble(-1.5),
            new Tag("nan", TagType.DOUBLE).setVDouble(Double.NaN),
            new Tag("bytes", TagType.BINARY).setVBinary(BINARY)));
    span.setLogs(
        List.of(
            new Log(
                startMicros + 1,
                List.of(
                    new Tag("event", TagType.STRING).setVStr("retry"),
                    new Tag("n", TagType.LONG).setVLong(2)))));
    span.setReferences(List.of(new SpanRef(SpanRefType.FOLLOWS_FROM, 7, 0, 8)));
    Process process = new Process("shop");
    process.setTags(List.of(new Tag("host", TagType.STRING).setVStr("a")));
    return new Batch(process, List.of(span));
  }

  public static ExportTraceServiceRequest otlp(long startMicros) {
    var span =
        io.opentelemetry.proto.trace.v1.Span.newBuilder()
            .setTraceId(hex(TRACE))
            .setSpanId(hex(SPAN))
            .setParentSpanId(hex(PARENT))
            .setTraceState("a=b")
            .setFlags(0x101)
            .setName("GET /user")
            .setKind(io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_SERVER)
            .setStartTimeUnixNano(startMicros * 1000)
            .setEndTimeUnixNano((startMicros + 1500) * 1000)
            .addAttributes(pair("text", AnyValue.newBuilder().setStringValue("täxt \"1\"\n")))
            .addAttributes(pair("yes", AnyValue.newBuilder().setBoolValue(true)))
            .addAttributes(pair("no", AnyValue.newBuilder().setBoolValue(false)))
            .addAttributes(pair("int", AnyValue.newBuilder().setIntValue(Long.MIN_VALUE)))
            .addAttributes(pair("double", AnyValue.newBuilder().setDoubleValue(-1.5)))
            .addAttributes(pair("nan", AnyValue.newBuilder().setDoubleValue(Double.NaN)))
            .addAttributes(
                pair("bytes", AnyValue.newBuilder().setBytesValue(ByteString.copyFrom(BINARY))))
            .addAttributes(
                pair(
                    "list",
                    AnyValue.newBuilder()
                        .setArrayValue(
                            ArrayValue.newBuilder()
                                .addValues(AnyValue.newBuilder().setIntValue(1))
                                .addValues(AnyValue.newBuilder().setStringValue("b")))))
            .addEvents(
                io.opentelemetry.proto.trace.v1.Span.Event.newBuilder()
                    .setTimeUnixNano((startMicros + 1) * 1000)
                    .setName("retry")
                    .addAttributes(pair("n", AnyValue.newBuilder().setIntValue(2))))
            .addLinks(
                io.opentelemetry.proto.trace.v1.Span.Link.newBuilder()
                    .setTraceId(hex("00000000000000000000000000000007"))
                    .setSpanId(hex("0000000000000008")))
            .setStatus(
                Status.newBuilder()
                    .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                    .setMessage("broken"));
    // The resource behind its spans, which protobuf allows.
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setResource(
                    Resource.newBuilder()
                        .addAttributes(
                            pair("service.name", AnyValue.newBuilder().setStringValue("shop")))
                        .addAttributes(pair("host", AnyValue.newBuilder().setStringValue("a"))))
                .addScopeSpans(
                    ScopeSpans.newBuilder()
                        .setScope(InstrumentationScope.newBuilder().setName("lib").setVersion("1"))
                        .addSpans(span)))
        .build();
  }

  /** As {@link #otlp}, but in JSON, written by hand: protobuf's own has ids in base64. */
  public static byte[] otlpJson(long startMicros) {
    return """
    {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"4BF92F3577B34DA6A3CE929D0E0E4736",\
    "spanId":"00f067aa0ba902b7","parentSpanId":"53995c3f42cd8ad8","traceState":"a=b","flags":257,\
    "name":"GET /user","kind":"SPAN_KIND_SERVER","startTimeUnixNano":"%d000",\
    "endTimeUnixNano":%d000,"unknown":{"a":[1]},"attributes":[\
    {"key":"text","value":{"stringValue":"täxt \\"1\\"\\n"}},\
    {"key":"yes","value":{"boolValue":true}},{"key":"no","value":{"boolValue":false}},\
    {"key":"int","value":{"intValue":"-9223372036854775808"}},\
    {"key":"double","value":{"doubleValue":-1.5}},{"key":"nan","value":{"doubleValue":"NaN"}},\
    {"key":"bytes","value":{"bytesValue":"AAH+/w=="}},\
    {"key":"list","value":{"arrayValue":{"values":[{"intValue":1},{"stringValue":"b"}]}}}],\
    "events":[{"timeUnixNano":"%d000","name":"retry","attributes":[{"key":"n","value":\
    {"intValue":"2"}}]}],"links":[{"traceId":"00000000000000000000000000000007",\
    "spanId":"0000000000000008"}],"status":{"code":2,"message":"broken"}}],\
    "scope":{"name":"lib","version":"1"}}],"resource":{"attributes":[{"key":"service.name",\
    "value":{"stringValue":"shop"}},{"key":"host","value":{"stringValue":"a"}}]}}]}
    """
        .formatted(startMicros, startMicros + 1500, startMicros + 1)
        .getBytes(StandardCharsets.UTF_8);
  }

  public static byte[] zipkin(long startMicros) {
    return """
    [{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","id":"00f067aa0ba902b7",\
    "parentId":"53995c3f42cd8ad8","name":"GET /user","kind":"SERVER","timestamp":%d,\
    "duration":1500,"localEndpoint":{"serviceName":"shop","ipv4":"10.0.0.1","port":80},\
    "remoteEndpoint":{"serviceName":"caller","ipv4":"10.0.0.2","port":5},\
    "annotations":[{"timestamp":%d,"value":"retry"}],"tags":{"a":"b","error":"broken"},\
    "shared":true}]
    """
        .formatted(startMicros, startMicros + 1)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static KeyValue pair(String key, AnyValue.Builder value) {
    return KeyValue.newBuilder().setKey(key).setValue(value).build();
  }

  private static ByteString hex(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex));
  }
}
