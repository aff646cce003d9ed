package io.usercenter.metrics;

import io.prometheus.client.hotspot.DefaultExports;
import io.usercenter.elastic.Elastic;
import io.usercenter.elastic.Housekeeping;
import io.usercenter.elastic.Retention;
import io.usercenter.elastic.Template;
import io.usercenter.elastic.spool.Spool;
import io.usercenter.metrics.store.Head;
import io.usercenter.metrics.store.Intake;
import io.usercenter.metrics.store.Retrieval;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** All parts of the store, put together and running. */
final class MetricsStore implements AutoCloseable {

  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final int MOST_SAMPLES = 1_000_000;

  private final Spool spool;
  private final Housekeeping housekeeping;
  private final Head head;
  private final Port port;

  /** Takes samples when this returns, whether Elasticsearch is there or not. */
  MetricsStore(Settings settings, Clock clock, Consumer<String> log) throws IOException {
    Measures measures = new Measures();
    DefaultExports.register(measures.registry());
    Elastic elastic = new Elastic(settings.elasticsearch(), DEADLINE);
    spool = Spool.open(settings.spool(), settings.spoolBytes());
    Duration kept = Duration.ofDays(settings.keepDays());
    Intake intake = new Intake(spool, clock, kept, settings.series());
    measures.gauge("spool_bytes", "Bytes that wait to be stored.", spool::waiting);
    measures.gauge("spool_limit_bytes", "Bytes that may wait.", spool::limit);
    measures.gauge("series", "Series that were seen today.", intake::series);
    measures.gauge("series_limit", "Series there may be in a day.", settings::series);
    housekeeping =
        new Housekeeping(
            elastic,
            List.of(
                Template.deadLetters(),
                Template.read("metrics", MetricsStore.class, "metrics.json")),
            List.of(new Retention("metrics-", settings.keepDays(), settings.keepBytes())),
            log,
            clock);
    head = new Head(spool, elastic, measures, log, housekeeping.ready());
    port =
        new Port(settings.address(), intake, new Retrieval(elastic, head, MOST_SAMPLES), measures);
    housekeeping.start();
    head.start();
  }

  int port() {
    return port.number();
  }

  /** What is not stored yet stays in the spool. */
  @Override
  public void close() {
    port.close();
    try {
      head.close();
      housekeeping.close();
      spool.close();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    } catch (IOException unsaved) {
      // Some samples are stored again after the next start, which is harmless.
    }
  }
}
