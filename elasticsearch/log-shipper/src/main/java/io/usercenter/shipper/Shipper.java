package io.usercenter.shipper;

import io.prometheus.client.hotspot.DefaultExports;
import io.usercenter.elastic.Elastic;
import io.usercenter.elastic.Housekeeping;
import io.usercenter.elastic.Retention;
import io.usercenter.elastic.SpoolWriter;
import io.usercenter.elastic.Template;
import io.usercenter.elastic.spool.Spool;
import io.usercenter.shipper.file.Follower;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** All parts of the shipper, put together and running. */
final class Shipper implements AutoCloseable {

  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final long DEAD_LETTER_BYTES = 1L << 30;
  private static final long PAUSE_MILLIS = 200;
  private static final long FULL_MILLIS = 500;

  private final Spool spool;
  private final Follower follower;
  private final Housekeeping housekeeping;
  private final SpoolWriter writer;
  private final AdminPort admin;
  private final Batch batch;
  private final Consumer<String> log;
  private final Thread reader = new Thread(this::follow, "follow");
  private volatile boolean full;

  /** Follows logs when this returns, whether Elasticsearch is there or not. */
  Shipper(Settings settings, Clock clock, Consumer<String> log) throws IOException {
    this.log = log;
    Measures measures = new Measures();
    DefaultExports.register(measures.registry());
    Files.createDirectories(settings.state());
    Elastic elastic = new Elastic(settings.elasticsearch(), DEADLINE);
    spool = Spool.open(settings.state().resolve("spool"), settings.spoolBytes());
    follower =
        new Follower(
            settings.sources(),
            settings.state().resolve("places.json"),
            log,
            measures::unreadable,
            measures::lost);
    batch = new Batch(clock, Duration.ofDays(settings.keepDays()), measures);
    housekeeping =
        new Housekeeping(
            elastic,
            List.of(Template.deadLetters(), Template.read("logs", Shipper.class, "logs.json")),
            List.of(
                new Retention(Batch.INDEX, settings.keepDays(), settings.keepBytes()),
                new Retention("dead-letter-", settings.keepDays(), DEAD_LETTER_BYTES)),
            log,
            clock);
    writer = new SpoolWriter(spool, elastic, "log-shipper", measures, log, housekeeping.ready());
    measures.gauge("spool_bytes", "Bytes that wait to be stored.", spool::waiting);
    measures.gauge("spool_limit_bytes", "Bytes that may wait.", spool::limit);
    measures.gauge("spool_full", "1 while nothing is read for lack of room.", () -> full ? 1 : 0);
    measures.gauge("behind_bytes", "Bytes of logs that are not read yet.", follower::behind);
    admin = new AdminPort(settings.admin(), measures.registry());
    housekeeping.start();
    writer.start();
    reader.start();
  }

  int port() {
    return admin.number();
  }

  private void follow() {
    String trouble = "";
    try {
      while (true) {
        boolean more = false;
        try {
          more = follower.round(batch);
          if (!batch.isEmpty()) {
            keep();
          }
          follower.stored(batch.offsets());
          batch.clear();
          trouble = "";
        } catch (IOException failure) {
          // What is in the batch has its identity: it goes on from there.
          String text = "logs cannot be followed: " + failure.getMessage();
          if (!text.equals(trouble)) {
            trouble = text;
            log.accept(text);
          }
        }
        if (Thread.interrupted()) {
          return;
        }
        if (!more) {
          Thread.sleep(PAUSE_MILLIS);
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** Files keep what there is no room for; nothing more is read until there is. */
  private void keep() throws InterruptedException {
    while (true) {
      String why = "the spool is full";
      try {
        if (spool.append(List.of(batch.record()))) {
          if (full) {
            full = false;
            log.accept("logs are read again");
          }
          return;
        }
      } catch (IOException unwritten) {
        why = "the spool cannot be written: " + unwritten.getMessage();
      }
      if (!full) {
        full = true;
        log.accept("no more logs are read for now: " + why);
      }
      Thread.sleep(FULL_MILLIS);
    }
  }

  /** What is not stored yet stays in the spool. */
  @Override
  public void close() {
    admin.close();
    reader.interrupt();
    try {
      reader.join(Duration.ofSeconds(5));
      writer.close();
      housekeeping.close();
      spool.close();
      follower.close();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    } catch (IOException unsaved) {
      // Some events are stored again after the next start, in their own place.
    }
  }
}
