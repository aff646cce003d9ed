package io.usercenter.user.trace;

import io.jaegertracing.spi.Sender;
import io.jaegertracing.thrift.internal.senders.UdpSender;
import io.usercenter.user.problem.Problem;
import io.usercenter.user.problem.ProblemException;
import java.util.Map;
import java.util.Optional;
import org.apache.thrift.transport.TTransportException;

/** Makes what sends spans to where the configuration says. */
final class Senders {
  private static final String JSON = "application/json";
  private static final long MOST_FILE_BYTES = 64L * 1024 * 1024;

  private Senders() {}

  /** Nothing when there is no export. */
  static Optional<Sender> to(Exporter exporter) {
    return switch (exporter) {
      case Exporter.Nothing() -> Optional.empty();
      case Exporter.Jaeger(var url) ->
          Optional.of(thrift(new HttpPost(url, "application/x-thrift", Map.of())));
      case Exporter.JaegerAgent agent -> Optional.of(agent(agent));
      case Exporter.Zipkin(var url) ->
          Optional.of(new JsonSender(Zipkin::batch, new HttpPost(url, JSON, Map.of())));
      case Exporter.OtlpHttp(var url, var headers) ->
          Optional.of(new JsonSender(Otlp::batch, new HttpPost(url, JSON, headers)));
      case Exporter.Lines(var file) ->
          Optional.of(new JsonSender(Otlp::lines, new FileAppend(file, MOST_FILE_BYTES)));
    };
  }

  private static Sender thrift(Delivery delivery) {
    try {
      return new BatchSender(delivery);
    } catch (TTransportException e) {
      throw new IllegalStateException("the in-memory thrift transport failed", e);
    }
  }

  private static Sender agent(Exporter.JaegerAgent agent) {
    try {
      return new UdpSender(agent.address().host(), agent.address().port(), 0);
    } catch (TTransportException e) {
      throw new ProblemException(
          new Problem(
              "the Jaeger agent cannot be used",
              agent.address().toString(),
              String.valueOf(e.getMessage()),
              "correct Telemetry.Endpoint"),
          e);
    }
  }
}
