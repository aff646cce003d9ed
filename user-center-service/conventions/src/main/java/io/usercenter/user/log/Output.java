package io.usercenter.user.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Standard output, written by one thread in batches, so that an event loop never waits for a slow
 * reader of the log. When the queue is full, lines are dropped and counted.
 */
final class Output {
  static final Output STANDARD = new Output(new FileOutputStream(FileDescriptor.out));

  private static final int QUEUED_LINES = 8192;
  private static final int BATCH_BYTES = 32 * 1024;

  private final BlockingQueue<byte[]> lines = new ArrayBlockingQueue<>(QUEUED_LINES);
  private final LongAdder dropped = new LongAdder();
  private final OutputStream out;
  private final Thread writer = new Thread(this::write, "log");
  private volatile boolean idle = true;

  private Output(OutputStream out) {
    this.out = out;
    writer.setDaemon(true);
    writer.start();
  }

  void line(CharSequence line) {
    if (!lines.offer(line.toString().getBytes(StandardCharsets.UTF_8))) {
      dropped.increment();
    }
  }

  long dropped() {
    return dropped.sum();
  }

  /** Waits until what was logged so far is written, at most half a second. */
  void flush() {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
    while (!(lines.isEmpty() && idle) && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
  }

  private void write() {
    byte[] batch = new byte[BATCH_BYTES];
    try {
      while (true) {
        byte[] line = lines.take();
        idle = false;
        int filled = 0;
        for (; line != null; line = lines.poll()) {
          if (filled + line.length + 1 > batch.length) {
            out.write(batch, 0, filled);
            filled = 0;
          }
          filled = append(batch, filled, line);
        }
        out.write(batch, 0, filled);
        idle = true;
      }
    } catch (IOException e) {
      // Nobody reads the log any more; the service goes on, further lines are dropped and counted.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int append(byte[] batch, int filled, byte[] line) throws IOException {
    if (line.length + 1 > batch.length) {
      out.write(line);
      out.write('\n');
      return filled;
    }
    System.arraycopy(line, 0, batch, filled, line.length);
    batch[filled + line.length] = '\n';
    return filled + line.length + 1;
  }
}
