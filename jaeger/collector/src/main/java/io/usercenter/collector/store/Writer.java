package io.usercenter.collector.store;

import io.usercenter.collector.measure.Measures;
import io.usercenter.collector.measure.Measures.Loss;
import io.usercenter.elastic.Bulk;
import io.usercenter.elastic.BulkAnswer.Failure;
import io.usercenter.elastic.BulkWriter;
import io.usercenter.elastic.Elastic;
import io.usercenter.elastic.spool.Spool;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Brings what is in the spool to Elasticsearch, on threads of its own. */
public final class Writer {

  /** One is stored while the next is read; more wait for each other in Elasticsearch. */
  private static final int THREADS = 2;

  private static final int BULK_BYTES = 1 << 20;
  private static final Duration LINGER = Duration.ofMillis(200);

  private final Spool spool;
  private final Elastic elastic;
  private final Measures measures;
  private final Consumer<String> log;
  private final CountDownLatch ready;
  private final List<Thread> threads = new ArrayList<>();

  /** Said once while it lasts. */
  private volatile String trouble = "";

  /**
   * @param ready when documents may be written: templates come first
   * @param log what somebody should know
   */
  public Writer(
      Spool spool, Elastic elastic, Measures measures, Consumer<String> log, CountDownLatch ready) {
    this.spool = spool;
    this.elastic = elastic;
    this.measures = measures;
    this.log = log;
    this.ready = ready;
  }

  public void start() {
    for (int i = 0; i < THREADS; i++) {
      threads.add(Thread.ofVirtual().name("writer-" + i).start(this::run));
    }
  }

  private void run() {
    try {
      ready.await();
      Bulk bulk = new Bulk();
      Heard heard = new Heard();
      BulkWriter writer = new BulkWriter(elastic, "collector", heard);
      while (true) {
        Spool.Chunk chunk = spool.take(BULK_BYTES, LINGER);
        int spans = fill(bulk, chunk);
        heard.refused = 0;
        writer.write(bulk);
        spool.done(chunk);
        measures.stored(spans - heard.refused);
        if (!trouble.isEmpty()) {
          trouble = "";
          log.accept("Elasticsearch takes spans again");
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private static int fill(Bulk bulk, Spool.Chunk chunk) {
    bulk.clear();
    int spans = 0;
    int begin = 0;
    for (int end : chunk.ends()) {
      spans += ByteBuffer.wrap(chunk.bytes()).getInt(begin);
      begin += Integer.BYTES;
      bulk.lines(chunk.bytes(), begin, end - begin);
      begin = end;
    }
    return spans;
  }

  private final class Heard implements BulkWriter.Listener {
    private int refused;

    @Override
    public void stored(int documents) {}

    @Override
    public void refused(String index, Failure failure, boolean kept) {
      if (index.startsWith(Batch.SPANS)) {
        refused++;
        measures.failed(1);
        measures.dropped(Loss.REFUSED, 1);
      }
      if (kept) {
        measures.buried();
      }
      log.accept(
          "Elasticsearch refused a document of %s, %s: %s: %s"
              .formatted(
                  index, kept ? "see dead-letter-*" : "lost", failure.type(), failure.reason()));
    }

    @Override
    public void retrying(String reason) {
      measures.retrying();
      if (trouble.isEmpty()) {
        trouble = reason;
        log.accept("Elasticsearch takes no spans now, they wait in the spool: " + reason);
      }
    }
  }

  /** What is not stored yet stays in the spool. */
  public void close() throws InterruptedException {
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      thread.join(Duration.ofSeconds(5));
    }
  }
}
