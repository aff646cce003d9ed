package io.usercenter.collector;

import io.prometheus.client.hotspot.DefaultExports;
import io.usercenter.collector.http.Ports;
import io.usercenter.collector.measure.Measures;
import io.usercenter.collector.query.Traces;
import io.usercenter.collector.store.Indices;
import io.usercenter.collector.store.Intake;
import io.usercenter.elastic.Elastic;
import io.usercenter.elastic.Housekeeping;
import io.usercenter.elastic.SpoolWriter;
import io.usercenter.elastic.spool.Spool;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/** All parts of the collector, put together and running. */
final class Collector implements AutoCloseable {

  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Ports.Limits LIMITS = new Ports.Limits(8 << 20, 36 << 20);

  private final Spool spool;
  private final Housekeeping housekeeping;
  private final SpoolWriter writer;
  private final Ports ports;

  /** Takes spans when this returns, whether Elasticsearch is there or not. */
  Collector(Settings settings, Clock clock, Consumer<String> log) throws IOException {
    Measures measures = new Measures();
    DefaultExports.register(measures.registry());
    Elastic elastic = new Elastic(settings.elasticsearch(), DEADLINE);
    spool = Spool.open(settings.spool(), settings.spoolBytes());
    measures.gauge("otelcol_exporter_queue_size", "Bytes that wait to be stored.", spool::waiting);
    measures.gauge("otelcol_exporter_queue_capacity", "Bytes that may wait.", spool::limit);
    measures.gauge(
        "platform_collector_spool_corrupt_bytes",
        "Bytes of batches that a crash cut off; none had been acknowledged.",
        spool::corrupt);
    Duration kept = Duration.ofDays(settings.keepDays());
    Intake intake = new Intake(spool, clock, kept, measures);
    housekeeping =
        new Housekeeping(
            elastic,
            Indices.templates(),
            Indices.retentions(settings.keepDays(), settings.keepBytes()),
            log,
            clock);
    writer =
        new SpoolWriter(
            spool, elastic, "collector", new Indices(measures), log, housekeeping.ready());
    ports = new Ports(settings.ports(), LIMITS, intake, new Traces(elastic), measures, clock);
    housekeeping.start();
    writer.start();
  }

  Ports.Numbers ports(String host) {
    return ports.numbers(host);
  }

  /** What is not stored yet stays in the spool. */
  @Override
  public void close() {
    ports.close();
    try {
      writer.close();
      housekeeping.close();
      spool.close();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    } catch (IOException unsaved) {
      // Some records are sent again after the next start, which is harmless.
    }
  }
}
