package io.usercenter.user.log;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where lines go, written by one thread in batches, so that an event loop never waits for a slow
 * reader of the log. When the buffer is full, lines are dropped and counted.
 */
final class Output {
  private static final int CAPACITY = 512 * 1024;

  /** So long lines are gathered for one write; at most as many wake-ups come in a second. */
  private static final long GATHER_MILLIS = 5;

  private final Object lock = new Object();
  private byte[] filling = new byte[CAPACITY];
  private byte[] writing = new byte[CAPACITY];
  private int filled;
  private boolean busy;
  private long dropped;
  private OutputStream out;
  private @Nullable Thread writer;

  Output(OutputStream out) {
    this.out = out;
  }

  /** Lines from now on go elsewhere. */
  void redirect(OutputStream elsewhere) {
    flush();
    synchronized (lock) {
      out = elsewhere;
    }
  }

  /** Takes a copy. */
  void line(byte[] bytes, int length) {
    synchronized (lock) {
      if (filled + length > CAPACITY) {
        dropped++;
        return;
      }
      System.arraycopy(bytes, 0, filling, filled, length);
      filled += length;
      if (filled == length) {
        wake();
      }
    }
  }

  /** How many lines were dropped so far. */
  long dropped() {
    synchronized (lock) {
      return dropped;
    }
  }

  /** Waits until what was logged so far is written, at most half a second. */
  void flush() {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
    synchronized (lock) {
      try {
        while ((filled > 0 || busy) && deadline - System.nanoTime() > 0) {
          lock.wait(GATHER_MILLIS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void wake() {
    if (writer == null) {
      writer = new Thread(this::write, "log");
      writer.setDaemon(true);
      writer.start();
    }
    lock.notifyAll();
  }

  private void write() {
    try {
      while (true) {
        int length;
        OutputStream to;
        synchronized (lock) {
          while (filled == 0) {
            lock.wait();
          }
          lock.wait(GATHER_MILLIS);
          byte[] full = filling;
          filling = writing;
          writing = full;
          length = filled;
          filled = 0;
          busy = true;
          to = out;
        }
        to.write(writing, 0, length);
        synchronized (lock) {
          busy = false;
        }
      }
    } catch (IOException e) {
      // Nobody reads the log any more; the service goes on, further lines are dropped and counted.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
