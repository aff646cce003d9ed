package io.usercenter.collector.http;

import io.usercenter.collector.measure.Measures;
import io.usercenter.collector.measure.Measures.Receiver;
import io.usercenter.collector.receive.JaegerThrift;
import io.usercenter.collector.receive.MalformedException;
import io.usercenter.collector.receive.Otlp;
import io.usercenter.collector.receive.OtlpJson;
import io.usercenter.collector.receive.ZipkinJson;
import io.usercenter.collector.span.SpanSink;
import io.usercenter.collector.store.Batch;
import io.usercenter.collector.store.Intake;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** One of the ports spans are posted to. */
final class ReceiveSite implements Port.Site {

  private static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";

  private final Receiver receiver;
  private final String path;
  private final Map<String, Format> formats;
  private final Bodies bodies;
  private final Intake intake;
  private final Measures measures;

  /** Reads a body of one content type. */
  private interface Format {
    void read(byte[] body, int length, SpanSink sink) throws MalformedException;
  }

  private ReceiveSite(
      Receiver receiver,
      String path,
      Map<String, Format> formats,
      Bodies bodies,
      Intake intake,
      Measures measures) {
    this.receiver = receiver;
    this.path = path;
    this.formats = formats;
    this.bodies = bodies;
    this.intake = intake;
    this.measures = measures;
  }

  static ReceiveSite thrift(Bodies bodies, Intake intake, Measures measures) {
    Map<String, Format> formats =
        Map.of(
            "application/x-thrift", JaegerThrift::batch,
            "application/vnd.apache.thrift.binary", JaegerThrift::batch);
    return new ReceiveSite(Receiver.THRIFT_HTTP, "/api/traces", formats, bodies, intake, measures);
  }

  static ReceiveSite otlp(Bodies bodies, Intake intake, Measures measures) {
    Map<String, Format> formats = Map.of(PROTOBUF, Otlp::request, JSON, OtlpJson::request);
    return new ReceiveSite(Receiver.OTLP, "/v1/traces", formats, bodies, intake, measures);
  }

  static ReceiveSite zipkin(Bodies bodies, Intake intake, Measures measures) {
    Map<String, Format> formats = Map.of(JSON, ZipkinJson::spans);
    return new ReceiveSite(Receiver.ZIPKIN, "/api/v2/spans", formats, bodies, intake, measures);
  }

  @Override
  public Reply answer(Request request) throws HttpException {
    if (!request.path().equals(path)) {
      throw new HttpException(404, "spans are posted to " + path);
    }
    if (!request.method().equals("POST")) {
      throw new HttpException(405, "spans are posted");
    }
    String type = request.contentType();
    Format format = formats.get(type);
    if (format == null) {
      List<String> known = formats.keySet().stream().sorted().toList();
      throw new HttpException(415, "the content type can be " + String.join(", ", known));
    }
    Batch batch = intake.begin();
    try (Bodies.Body body = bodies.read(request.exchange())) {
      format.read(body.bytes(), body.length(), batch);
      if (!intake.commit(batch, receiver)) {
        throw new HttpException(503, "the spool is full: Elasticsearch takes too little");
      }
    } catch (MalformedException wrong) {
      measures.malformed(receiver);
      throw new HttpException(400, String.valueOf(wrong.getMessage()));
    }
    return receiver == Receiver.OTLP ? partial(type, batch) : Reply.empty(202);
  }

  /** OTLP's answer says how many spans were refused, see opentelemetry.io/docs/specs/otlp. */
  private static Reply partial(String type, Batch batch) {
    int refused = batch.refused();
    String why = "their ids are no ids, or they began before or after what is kept";
    if (type.equals(JSON)) {
      String text =
          refused == 0
              ? "{}"
              : "{\"partialSuccess\":{\"rejectedSpans\":\"%d\",\"errorMessage\":\"%s\"}}"
                  .formatted(refused, why);
      return Reply.of(200, JSON, text.getBytes(StandardCharsets.UTF_8));
    }
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    if (refused > 0) {
      ByteArrayOutputStream inner = new ByteArrayOutputStream();
      inner.write(1 << 3);
      varint(inner, refused);
      bytes(inner, 2, why.getBytes(StandardCharsets.UTF_8));
      bytes(message, 1, inner.toByteArray());
    }
    // With a length of 0 there would be no content type.
    byte[] body = message.toByteArray();
    return new Reply(200, Map.of("Content-Type", PROTOBUF), body.length, out -> out.write(body));
  }

  private static void bytes(ByteArrayOutputStream out, int field, byte[] bytes) {
    out.write((field << 3) | 2);
    varint(out, bytes.length);
    out.write(bytes, 0, bytes.length);
  }

  private static void varint(ByteArrayOutputStream out, int value) {
    int left = value;
    while (left > 0x7f) {
      out.write((left & 0x7f) | 0x80);
      left >>>= 7;
    }
    out.write(left);
  }
}
