package io.usercenter.elastic;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Sees that templates are in place and deletes what is no longer kept, on a thread of its own. */
public final class Housekeeping {

  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration ROUND = Duration.ofMinutes(10);

  private final Elastic elastic;
  private final List<Template> templates;
  private final List<Retention> retentions;
  private final Consumer<String> log;
  private final Clock clock;
  private final CountDownLatch ready = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().name("housekeeping").unstarted(this::run);

  /**
   * @param log what somebody should know
   */
  public Housekeeping(
      Elastic elastic,
      List<Template> templates,
      List<Retention> retentions,
      Consumer<String> log,
      Clock clock) {
    this.elastic = elastic;
    this.templates = List.copyOf(templates);
    this.retentions = List.copyOf(retentions);
    this.log = log;
    this.clock = clock;
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
    for (Template template : templates) {
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

  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join(Duration.ofSeconds(5));
  }
}
