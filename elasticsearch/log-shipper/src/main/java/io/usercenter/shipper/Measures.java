package io.usercenter.shipper;

import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.GaugeMetricFamily;
import io.usercenter.elastic.SpoolWriter;
import java.util.List;
import java.util.function.DoubleSupplier;

/** The metrics. */
final class Measures implements SpoolWriter.Listener {

  private final CollectorRegistry registry = new CollectorRegistry();
  private final Counter events =
      counter("events", "Events that were read from logs and are in the spool.", "service");
  private final Counter stored = counter("stored_events", "Events that Elasticsearch stored.");
  private final Counter refused =
      counter("refused_events", "Events that Elasticsearch refused; see dead-letter-*.");
  private final Counter corrected =
      counter("corrected_times", "Events whose own time cannot be; they have ours.");
  private final Counter retries =
      counter("elasticsearch_retries", "Bulk requests that are sent again.");
  private final Counter unreadable =
      counter("read_errors", "Attempts to read a log that the system refused.");

  private final Counter lost =
      counter("lost_parts", "Parts of logs that were gone before they were read to their end.");

  CollectorRegistry registry() {
    return registry;
  }

  void read(String service) {
    events.labels(service).inc();
  }

  void corrected() {
    corrected.inc();
  }

  void unreadable() {
    unreadable.inc();
  }

  void lost() {
    lost.inc();
  }

  @Override
  public void stored(int documents) {
    stored.inc(documents);
  }

  @Override
  public boolean refused(String index, boolean kept) {
    refused.inc();
    return true;
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
            return List.of(new GaugeMetricFamily("log_shipper_" + name, help, value.getAsDouble()));
          }
        });
  }

  private Counter counter(String name, String help, String... labels) {
    return Counter.build("log_shipper_" + name, help).labelNames(labels).register(registry);
  }
}
