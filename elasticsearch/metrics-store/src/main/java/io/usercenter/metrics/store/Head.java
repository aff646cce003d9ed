package io.usercenter.metrics.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.usercenter.elastic.Bulk;
import io.usercenter.elastic.BulkAnswer.Failure;
import io.usercenter.elastic.BulkWriter;
import io.usercenter.elastic.Elastic;
import io.usercenter.elastic.spool.Spool;
import io.usercenter.metrics.chunk.Chunk;
import io.usercenter.metrics.chunk.Samples;
import io.usercenter.metrics.protocol.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Gathers what is in the spool by series, and brings it to Elasticsearch in documents of many
 * samples: after a while, when there is much of it, or when somebody wants to read it. It stays in
 * the spool until it is there.
 */
public final class Head {

  static final String INDEX = "metrics-";
  private static final int TAKE_BYTES = 1 << 20;
  private static final Duration LINGER = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofMinutes(2);

  /** A quarter of the memory there is, labels included. */
  private static final int MOST_BYTES = 24 << 20;

  /** What a series needs beside its labels. */
  private static final int SERIES_BYTES = 200;

  private static final int BULK_BYTES = 1 << 20;
  private static final long DAY_MILLIS = 86_400_000;
  private static final JsonFactory JSON = new JsonFactory();

  private final Spool spool;
  private final Listener listener;
  private final Consumer<String> log;
  private final CountDownLatch ready;
  private final BulkWriter writer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Thread> threads = new ArrayList<>();
  private Map<Labels, Samples> series = new HashMap<>();
  private List<Spool.Chunk> chunks = new ArrayList<>();
  private int bytes;
  private long since;
  private boolean wanted;
  private long flushes;
  private volatile String trouble = "";

  /** Counts what happens. */
  public interface Listener {
    /** These many samples were stored in so many documents. */
    void stored(int samples, int documents);

    /** A document was refused for good. */
    void refused();

    /** A bulk is sent again after a pause. */
    void retrying();
  }

  /**
   * @param log what somebody should know
   * @param ready when documents may be written: templates come first
   */
  public Head(
      Spool spool, Elastic elastic, Listener listener, Consumer<String> log, CountDownLatch ready) {
    this.spool = spool;
    this.listener = listener;
    this.log = log;
    this.ready = ready;
    this.writer = new BulkWriter(elastic, "metrics-store", new Heard());
  }

  public void start() {
    threads.add(Thread.ofVirtual().name("gather").start(() -> run(this::gather)));
    threads.add(Thread.ofVirtual().name("store").start(() -> run(this::store)));
  }

  private interface Work {
    void round() throws InterruptedException;
  }

  private static void run(Work work) {
    try {
      while (true) {
        work.round();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void gather() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (bytes >= MOST_BYTES) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
    Spool.Chunk chunk = spool.take(TAKE_BYTES, LINGER);
    lock.lock();
    try {
      if (chunks.isEmpty()) {
        since = System.nanoTime();
      }
      chunks.add(chunk);
      int begin = 0;
      for (int end : chunk.ends()) {
        Intake.read(ByteBuffer.wrap(chunk.bytes(), begin, end - begin), this::add);
        begin = end;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void add(Labels labels, long time, long bits) {
    Samples samples = series.get(labels);
    if (samples == null) {
      samples = new Samples();
      series.put(labels, samples);
      bytes += SERIES_BYTES + labels.texts().stream().mapToInt(String::length).sum();
    }
    samples.add(time, bits);
    bytes += 2 * Long.BYTES;
  }

  private void store() throws InterruptedException {
    ready.await();
    Map<Labels, Samples> stored;
    List<Spool.Chunk> done;
    lock.lockInterruptibly();
    try {
      while (!due()) {
        changed.awaitNanos(TimeUnit.MILLISECONDS.toNanos(500));
      }
      stored = series;
      done = chunks;
      series = new HashMap<>();
      chunks = new ArrayList<>();
      bytes = 0;
      wanted = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    write(stored);
    done.forEach(spool::done);
    lock.lock();
    try {
      flushes++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (!trouble.isEmpty()) {
      trouble = "";
      log.accept("Elasticsearch takes samples again");
    }
  }

  private boolean due() {
    return wanted
        || bytes >= MOST_BYTES / 2
        || (!chunks.isEmpty() && System.nanoTime() - since > LONGEST.toNanos());
  }

  /**
   * Returns when all that was taken before is in Elasticsearch.
   *
   * @throws IOException when it is not within this time
   */
  public void flush(Duration limit) throws IOException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    lock.lockInterruptibly();
    try {
      while (spool.waiting() > 0) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          throw new IOException("samples could not be stored within " + limit.toSeconds() + " s");
        }
        long before = flushes;
        wanted = !chunks.isEmpty();
        changed.signalAll();
        if (before == flushes) {
          changed.awaitNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(50)));
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void write(Map<Labels, Samples> gathered) throws InterruptedException {
    Bulk bulk = new Bulk();
    int samples = 0;
    int documents = 0;
    for (Map.Entry<Labels, Samples> entry : gathered.entrySet()) {
      Samples ordered = entry.getValue().ordered();
      int from = 0;
      while (from < ordered.size()) {
        long day = Math.floorDiv(ordered.time(from), DAY_MILLIS);
        Samples one = ordered.between(ordered.time(from), (day + 1) * DAY_MILLIS - 1);
        add(bulk, LocalDate.ofEpochDay(day), entry.getKey(), one);
        from += one.size();
        samples += one.size();
        documents++;
        if (bulk.bytes() >= BULK_BYTES) {
          writer.write(bulk);
          bulk.clear();
        }
      }
    }
    if (bulk.size() > 0) {
      writer.write(bulk);
    }
    listener.stored(samples, documents);
  }

  /** The same samples have the same id: what is stored again after a crash takes its own place. */
  private static void add(Bulk bulk, LocalDate day, Labels labels, Samples samples) {
    byte[] chunk = Chunk.encode(samples);
    ByteArrayOutputStream out = new ByteArrayOutputStream(chunk.length * 2 + 512);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeNumberField("@timestamp", samples.time(0));
      json.writeNumberField("end", samples.time(samples.size() - 1));
      json.writeNumberField("samples", samples.size());
      json.writeArrayFieldStart("labels");
      for (String text : labels.texts()) {
        json.writeString(text);
      }
      json.writeEndArray();
      json.writeBinaryField("chunk", chunk);
      json.writeEndObject();
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    byte[] document = out.toByteArray();
    bulk.index(INDEX + day, UUID.nameUUIDFromBytes(document).toString(), document);
  }

  private final class Heard implements BulkWriter.Listener {
    @Override
    public void stored(int documents) {}

    @Override
    public void refused(String index, Failure failure, boolean kept) {
      listener.refused();
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
        log.accept("Elasticsearch takes no samples now, they wait in the spool: " + reason);
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
