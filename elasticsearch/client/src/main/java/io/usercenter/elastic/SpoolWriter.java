package io.usercenter.elastic;

import io.usercenter.elastic.BulkAnswer.Failure;
import io.usercenter.elastic.spool.Spool;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * Brings what is in a spool to Elasticsearch, on threads of its own. A record is the number of the
 * documents in it that count, as four bytes, and then lines as {@link Bulk#lines} takes them.
 */
public final class SpoolWriter {

  /** One is stored while the next is read; more wait for each other in Elasticsearch. */
  private static final int THREADS = 2;

  private static final int BULK_BYTES = 1 << 20;
  private static final Duration LINGER = Duration.ofMillis(200);

  private final Spool spool;
  private final Elastic elastic;
  private final String name;
  private final Listener listener;
  private final Consumer<String> log;
  private final CountDownLatch ready;
  private final List<Thread> threads = new ArrayList<>();

  /** Said once while it lasts. */
  private volatile String trouble = "";

  /** Counts what happens, on the threads that write. */
  public interface Listener {
    /** These many documents that count were stored. */
    void stored(int documents);

    /**
     * A document of this index was refused for good.
     *
     * @param kept whether it is in the dead letters
     * @return whether it was one of those that count
     */
    boolean refused(String index, boolean kept);

    /** A bulk is sent again after a pause. */
    void retrying();
  }

  /**
   * @param name who writes, for the dead letters
   * @param log what somebody should know
   * @param ready when documents may be written: templates come first
   */
  public SpoolWriter(
      Spool spool,
      Elastic elastic,
      String name,
      Listener listener,
      Consumer<String> log,
      CountDownLatch ready) {
    this.spool = spool;
    this.elastic = elastic;
    this.name = name;
    this.listener = listener;
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
      BulkWriter writer = new BulkWriter(elastic, name, heard);
      while (true) {
        Spool.Chunk chunk = spool.take(BULK_BYTES, LINGER);
        int counted = fill(bulk, chunk);
        heard.refused = 0;
        writer.write(bulk);
        spool.done(chunk);
        listener.stored(counted - heard.refused);
        if (!trouble.isEmpty()) {
          trouble = "";
          log.accept("Elasticsearch takes documents again");
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private static int fill(Bulk bulk, Spool.Chunk chunk) {
    bulk.clear();
    int counted = 0;
    int begin = 0;
    for (int end : chunk.ends()) {
      counted += ByteBuffer.wrap(chunk.bytes()).getInt(begin);
      begin += Integer.BYTES;
      bulk.lines(chunk.bytes(), begin, end - begin);
      begin = end;
    }
    return counted;
  }

  private final class Heard implements BulkWriter.Listener {
    private int refused;

    @Override
    public void stored(int documents) {}

    @Override
    public void refused(String index, Failure failure, boolean kept) {
      if (listener.refused(index, kept)) {
        refused++;
      }
      log.accept(
          "Elasticsearch refused a document of %s, %s: %s: %s"
              .formatted(
                  index, kept ? "see dead-letter-*" : "lost", failure.type(), failure.reason()));
    }

    @Override
    public void retrying(String reason) {
      listener.retrying();
      if (trouble.isEmpty()) {
        trouble = reason;
        log.accept("Elasticsearch takes nothing now, it waits in the spool: " + reason);
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
