package io.usercenter.user.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Span;
import io.jaegertracing.thriftjava.Tag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.thrift.TDeserializer;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.jspecify.annotations.Nullable;

/** Takes Jaeger's thrift batches over HTTP as a collector does, and remembers the spans. */
final class TraceSink implements AutoCloseable {
  private final HttpServer server;
  private final List<Seen> spans = new CopyOnWriteArrayList<>();

  /** A span as it arrived. */
  record Seen(
      String service,
      String trace,
      String id,
      String parent,
      String name,
      Map<String, String> tags) {}

  TraceSink() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/api/traces", this::take);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:%d/api/traces".formatted(server.getAddress().getPort());
  }

  List<Seen> trace(String id) {
    return spans.stream().filter(span -> span.trace().equals(id)).toList();
  }

  List<Seen> named(String name) {
    return spans.stream().filter(span -> span.name().equals(name)).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      Batch batch = new Batch();
      new TDeserializer(new TBinaryProtocol.Factory())
          .deserialize(batch, exchange.getRequestBody().readAllBytes());
      String service = present(present(batch.getProcess()).getServiceName());
      present(batch.getSpans()).forEach(span -> spans.add(seen(service, span)));
      exchange.sendResponseHeaders(202, -1);
    } catch (TException e) {
      exchange.sendResponseHeaders(400, -1);
    }
  }

  private static Seen seen(String service, Span span) {
    HexFormat hex = HexFormat.of();
    return new Seen(
        service,
        hex.toHexDigits(span.getTraceIdHigh()) + hex.toHexDigits(span.getTraceIdLow()),
        hex.toHexDigits(span.getSpanId()),
        hex.toHexDigits(span.getParentSpanId()),
        present(span.getOperationName()),
        present(span.getTags()).stream()
            .collect(Collectors.toMap(Tag::getKey, TraceSink::value, (first, second) -> second)));
  }

  private static String value(Tag tag) {
    return switch (present(tag.getVType())) {
      case STRING -> present(tag.getVStr());
      case BOOL -> Boolean.toString(tag.isVBool());
      case LONG -> Long.toString(tag.getVLong());
      case DOUBLE -> Double.toString(tag.getVDouble());
      case BINARY -> "";
    };
  }

  /** Thrift's accessors admit null; a collector refuses such a span. */
  private static <T> T present(@Nullable T value) {
    return Objects.requireNonNull(value);
  }
}
