package io.usercenter.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.GaugeMetricFamily;
import io.prometheus.client.Histogram;
import io.usercenter.metrics.store.Head;
import io.usercenter.metrics.store.Intake.Rejection;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/** The metrics. */
final class Measures implements Head.Listener {

  private final CollectorRegistry registry = new CollectorRegistry();
  private final Counter taken = counter("samples", "Samples that are in the spool.");
  private final Counter rejected =
      counter("rejected_samples", "Samples that were not taken, by reason.", "reason");
  private final Counter exemplars =
      counter("ignored_exemplars", "Exemplars that came with samples, and are not kept.");
  private final Counter stored = counter("stored_samples", "Samples that Elasticsearch stored.");
  private final Counter documents =
      counter("stored_documents", "Documents those samples were stored in.");
  private final Counter refused =
      counter("refused_documents", "Documents Elasticsearch refused; see dead-letter-*.");
  private final Counter retries =
      counter("elasticsearch_retries", "Bulk requests that are sent again.");
  private final Histogram requests =
      Histogram.build("metrics_store_request_seconds", "Requests by path and code.")
          .labelNames("path", "code")
          .buckets(.001, .005, .025, .1, .5, 1, 5, 30)
          .register(registry);

  Measures() {
    for (Rejection reason : Rejection.values()) {
      rejected.labels(reason.name().toLowerCase(Locale.ROOT));
    }
  }

  CollectorRegistry registry() {
    return registry;
  }

  void taken(int samples) {
    taken.inc(samples);
  }

  void rejected(Rejection reason, int samples) {
    rejected.labels(reason.name().toLowerCase(Locale.ROOT)).inc(samples);
  }

  void ignored(int some) {
    exemplars.inc(some);
  }

  void answered(String path, int code, double seconds) {
    requests.labels(path, String.valueOf(code)).observe(seconds);
  }

  @Override
  public void stored(int samples, int inDocuments) {
    stored.inc(samples);
    documents.inc(inDocuments);
  }

  @Override
  public void refused() {
    refused.inc();
  }

  @Override
  public void retrying() {
    retries.inc();
  }

  /** A value that is asked for at each scrape. */
  void gauge(String name, String help, DoubleSupplier value) {
    registry.register(
        new Collector() {
          @Override
          public List<MetricFamilySamples> collect() {
            return List.of(
                new GaugeMetricFamily("metrics_store_" + name, help, value.getAsDouble()));
          }
        });
  }

  private Counter counter(String name, String help, String... labels) {
    return Counter.build("metrics_store_" + name, help).labelNames(labels).register(registry);
  }
}
