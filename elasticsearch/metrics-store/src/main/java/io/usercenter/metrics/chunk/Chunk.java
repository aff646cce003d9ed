package io.usercenter.metrics.chunk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Samples as bytes: times as differences of differences in zigzag varints, values as what differs
 * from the one before, without the bytes that are zero at either end. A counter that is scraped
 * regularly needs about four bytes for each sample.
 */
public final class Chunk {

  private static final int SAME = 0x80;

  private Chunk() {}

  /**
   * @param samples in the order of time
   */
  public static byte[] encode(Samples samples) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(samples.size() * 4 + 16);
    varint(out, samples.size());
    long time = 0;
    long step = 0;
    long value = 0;
    for (int i = 0; i < samples.size(); i++) {
      long next = samples.time(i) - time;
      varint(out, zigzag(next - step));
      step = i == 0 ? 0 : next;
      time = samples.time(i);
      value = value(out, value, samples.bits(i));
    }
    return out.toByteArray();
  }

  private static long value(ByteArrayOutputStream out, long before, long value) {
    long difference = before ^ value;
    if (difference == 0) {
      out.write(SAME);
      return value;
    }
    int leading = Long.numberOfLeadingZeros(difference) / 8;
    int trailing = Long.numberOfTrailingZeros(difference) / 8;
    out.write((leading << 3) | trailing);
    for (int at = 7 - leading; at >= trailing; at--) {
      out.write((int) (difference >>> (at * 8)));
    }
    return value;
  }

  /**
   * @throws IOException when these bytes are no chunk
   */
  public static Samples decode(byte[] bytes) throws IOException {
    Reading in = new Reading(bytes);
    long count = in.varint();
    // A sample has two bytes at least.
    if (count < 0 || count > bytes.length / 2) {
      throw new IOException("a chunk of " + bytes.length + " bytes has no " + count + " samples");
    }
    Samples samples = new Samples();
    long time = 0;
    long step = 0;
    long value = 0;
    for (int i = 0; i < count; i++) {
      long zigzag = in.varint();
      long next = ((zigzag >>> 1) ^ -(zigzag & 1)) + step;
      step = i == 0 ? 0 : next;
      time += next;
      int control = in.next();
      if (control != SAME) {
        int leading = control >> 3;
        int trailing = control & 7;
        long difference = 0;
        for (int at = 7 - leading; at >= trailing; at--) {
          difference |= (long) in.next() << (at * 8);
        }
        value ^= difference;
      }
      samples.add(time, value);
    }
    return samples;
  }

  private static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static final class Reading {
    private final byte[] bytes;
    private int at;

    private Reading(byte[] bytes) {
      this.bytes = bytes;
    }

    private int next() throws IOException {
      if (at == bytes.length) {
        throw new IOException("a chunk ends too soon");
      }
      return bytes[at++] & 0xff;
    }

    private long varint() throws IOException {
      long value = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        int next = next();
        value |= (long) (next & 0x7f) << shift;
        if (next < 0x80) {
          return value;
        }
      }
      throw new IOException("a number of more than ten bytes");
    }
  }
}
