package io.usercenter.collector.store;

import io.usercenter.elastic.Elastic;
import io.usercenter.elastic.Retention;
import io.usercenter.elastic.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Puts templates in place before anything is written, and deletes what is no longer kept. */
public final class Housekeeping {

  private static final Duration RETRY = Duration.ofMillis(500);
  private static final Duration ROUND = Duration.ofMinutes(10);

  private final Elastic elastic;
  private final List<Retention> retentions;
  private final Consumer<String> log;
  private final Clock clock;
  private final CountDownLatch ready = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().name("housekeeping").unstarted(this::run);

  public Housekeeping(
      Elastic elastic, List<Retention> retentions, Consumer<String> log, Clock clock) {
    this.elastic = elastic;
    this.retentions = List.copyOf(retentions);
    this.log = log;
    this.clock = clock;
  }

  /** How long spans, services and dependencies are kept, and how large spans may become. */
  public static List<Retention> retentions(int days, long bytes) {
    return List.of(
        new Retention(Batch.SPANS, days, bytes),
        new Retention(Batch.SERVICES, days, Long.MAX_VALUE),
        new Retention("jaeger-dependencies-", days, Long.MAX_VALUE),
        new Retention("dead-letter-", days, 1L << 30));
  }

  public void start() {
    thread.start();
  }

  /** Is open when templates are in place. */
  public CountDownLatch ready() {
    return ready;
  }

  private void run() {
    boolean said = false;
    try {
      while (true) {
        Duration pause = ROUND;
        try {
          round();
          ready.countDown();
          said = false;
        } catch (IOException away) {
          pause = RETRY;
          if (!said) {
            log.accept("Elasticsearch is not ready: " + away.getMessage());
            said = true;
          }
        }
        Thread.sleep(pause);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void round() throws IOException {
    for (Template template : templates()) {
      if (template.install(elastic)) {
        log.accept("the index template " + template.name() + " is in place");
      }
    }
    LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
    for (Retention retention : retentions) {
      for (String index : retention.apply(elastic, today)) {
        log.accept("the index " + index + " was deleted: it is no longer kept");
      }
    }
  }

  private static List<Template> templates() {
    try {
      return List.of(
          Template.deadLetters(),
          Template.read("jaeger-span", Housekeeping.class, "jaeger-span.json"),
          Template.read("jaeger-service", Housekeeping.class, "jaeger-service.json"),
          Template.read("jaeger-dependencies", Housekeeping.class, "jaeger-dependencies.json"));
    } catch (IOException broken) {
      throw new UncheckedIOException("a resource of this program", broken);
    }
  }

  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join(Duration.ofSeconds(5));
  }
}
