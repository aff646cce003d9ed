package io.usercenter.collector.measure;

import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.GaugeMetricFamily;
import io.prometheus.client.Histogram;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * The metrics. What Jaeger 2 counts as well has the name it has there, so that dashboards and rules
 * fit both; the rest begins with {@code platform_collector_}.
 */
public final class Measures {

  private final CollectorRegistry registry = new CollectorRegistry();
  private final Counter accepted =
      counter("otelcol_receiver_accepted_spans", "Spans that were taken.", "receiver", "transport");
  private final Counter refused =
      counter(
          "otelcol_receiver_refused_spans",
          "Spans that were not taken because there was no room; clients may send them again.",
          "receiver",
          "transport");
  private final Counter sent =
      counter("otelcol_exporter_sent_spans", "Spans that Elasticsearch stored.", "exporter");
  private final Counter failed =
      counter("otelcol_exporter_send_failed_spans", "Spans Elasticsearch refused.", "exporter");
  private final Counter dropped =
      counter("platform_collector_dropped_spans", "Spans that are lost, by reason.", "reason");
  private final Counter malformed =
      counter("platform_collector_malformed_requests", "Bodies nobody could read.", "receiver");
  private final Counter retries =
      counter("platform_collector_elasticsearch_retries", "Bulk requests that are sent again.");
  private final Counter letters =
      counter("platform_collector_dead_letters", "Documents that went to dead-letter-*.");
  private final Histogram requests =
      Histogram.build("platform_collector_request_seconds", "Requests by port's purpose and code.")
          .labelNames("area", "code")
          .buckets(.001, .005, .025, .1, .5, 1, 5, 30)
          .register(registry);

  /** Who sends: the names Jaeger 2 has for its receivers. */
  public enum Receiver {
    THRIFT_HTTP("jaeger", "thrift_http"),
    THRIFT_COMPACT("jaeger", "udp_thrift_compact"),
    THRIFT_BINARY("jaeger", "udp_thrift_binary"),
    OTLP("otlp", "http"),
    ZIPKIN("zipkin", "http");

    private final String receiver;
    private final String transport;

    Receiver(String receiver, String transport) {
      this.receiver = receiver;
      this.transport = transport;
    }
  }

  /** Why spans are lost. */
  public enum Loss {
    /** Ids that are missing, zero or no hex digits. */
    ID,
    /** Begun before what is kept, or days from now. */
    TIME,
    /** Refused by Elasticsearch; in the dead letters. */
    REFUSED,
    /** A datagram for which there was no room: nobody can be told. */
    FULL,
    /** A datagram that could not be read. */
    MALFORMED;

    private String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public Measures() {
    for (Receiver receiver : Receiver.values()) {
      accepted.labels(receiver.receiver, receiver.transport);
      refused.labels(receiver.receiver, receiver.transport);
    }
    for (Loss loss : Loss.values()) {
      dropped.labels(loss.text());
    }
    sent.labels("elasticsearch");
    failed.labels("elasticsearch");
  }

  public CollectorRegistry registry() {
    return registry;
  }

  public void accepted(Receiver receiver, int spans) {
    accepted.labels(receiver.receiver, receiver.transport).inc(spans);
  }

  public void refused(Receiver receiver, int spans) {
    refused.labels(receiver.receiver, receiver.transport).inc(spans);
  }

  public void dropped(Loss loss, int spans) {
    dropped.labels(loss.text()).inc(spans);
  }

  public void malformed(Receiver receiver) {
    malformed.labels(receiver.receiver).inc();
  }

  public void stored(int spans) {
    sent.labels("elasticsearch").inc(spans);
  }

  public void failed(int spans) {
    failed.labels("elasticsearch").inc(spans);
  }

  public void buried() {
    letters.inc();
  }

  public void retrying() {
    retries.inc();
  }

  public void answered(String area, int code, double seconds) {
    requests.labels(area, String.valueOf(code)).observe(seconds);
  }

  /** A value that is asked for at each scrape. */
  public void gauge(String name, String help, DoubleSupplier value) {
    registry.register(
        new Collector() {
          @Override
          public List<MetricFamilySamples> collect() {
            return List.of(new GaugeMetricFamily(name, help, value.getAsDouble()));
          }
        });
  }

  private Counter counter(String name, String help, String... labels) {
    return Counter.build(name, help).labelNames(labels).register(registry);
  }
}
