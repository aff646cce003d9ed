package io.usercenter.collector.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads bodies of requests into memory, of which all together get a limited amount. */
final class Bodies {

  private static final int UNIT = 1024;
  private static final int FIRST = 64 << 10;
  private static final long PATIENCE_MILLIS = 2_000;

  /** What is made of a body while it is handled may be twice as large. */
  private static final int WEIGHT = 3;

  private final int largest;
  private final Semaphore memory;

  /**
   * @param largest how many bytes a body may have, unpacked
   * @param memory how many bytes all requests may need at a time
   */
  Bodies(int largest, int memory) {
    this.largest = largest;
    this.memory = new Semaphore(memory / UNIT, true);
  }

  /** A body; its memory is free for others when it is closed. */
  final class Body implements AutoCloseable {
    private byte[] bytes = {};
    private int length;
    private int permits;

    byte[] bytes() {
      return bytes;
    }

    int length() {
      return length;
    }

    private void grow(int size) throws HttpException {
      int wanted = Math.ceilDiv(size * WEIGHT, UNIT);
      try {
        if (!memory.tryAcquire(wanted - permits, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
          throw new HttpException(503, "too many large requests at a time");
        }
      } catch (InterruptedException closing) {
        Thread.currentThread().interrupt();
        throw new HttpException(503, "the collector is about to end");
      }
      permits = wanted;
      bytes = Arrays.copyOf(bytes, size);
    }

    @Override
    public void close() {
      memory.release(permits);
      permits = 0;
    }
  }

  /**
   * Reads the body, unpacked when it says it is packed.
   *
   * @throws HttpException when it is too large, broken, or there is no memory for it
   */
  Body read(HttpExchange exchange) throws HttpException {
    String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
    boolean packed = encoding != null && encoding.equalsIgnoreCase("gzip");
    if (encoding != null && !packed && !encoding.equalsIgnoreCase("identity")) {
      throw new HttpException(415, "the content encoding can be gzip or none");
    }
    long announced = announced(exchange);
    if (announced > largest) {
      throw new HttpException(413, "a body may have " + largest + " bytes");
    }
    Body body = new Body();
    boolean read = false;
    try {
      body.grow(packed || announced < 0 ? FIRST : (int) announced);
      fill(body, exchange.getRequestBody(), packed);
      read = true;
      return body;
    } finally {
      if (!read) {
        body.close();
      }
    }
  }

  private void fill(Body body, InputStream raw, boolean packed) throws HttpException {
    try (InputStream in = packed ? new GZIPInputStream(raw, 8192) : raw) {
      while (true) {
        if (body.length == body.bytes.length) {
          int next = in.read();
          if (next < 0) {
            return;
          }
          if (body.length == largest) {
            throw new HttpException(413, "a body may have " + largest + " bytes, unpacked");
          }
          body.grow(Math.min(largest, Math.max(FIRST, body.length * 2)));
          body.bytes[body.length++] = (byte) next;
        }
        int n = in.read(body.bytes, body.length, body.bytes.length - body.length);
        if (n < 0) {
          return;
        }
        body.length += n;
      }
    } catch (ZipException | EOFException wrong) {
      throw new HttpException(400, "the body is not the gzip it claims to be");
    } catch (IOException broken) {
      throw new HttpException(400, "the body ends before its end");
    }
  }

  private static long announced(HttpExchange exchange) {
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    try {
      return length == null ? -1 : Long.parseLong(length.strip());
    } catch (NumberFormatException wrong) {
      return -1;
    }
  }
}
