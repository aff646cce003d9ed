package io.usercenter.metrics.protocol;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.snappy.SnappyCompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import java.util.Arrays;

/** Bodies in Snappy's block format, as Prometheus sends and wants them. */
public final class Snappy {

  private Snappy() {}

  /**
   * @param most how many bytes there may be unpacked, which is looked at first
   */
  public static byte[] unpacked(byte[] packed, int most) throws MalformedException {
    try {
      long length = SnappyDecompressor.getUncompressedLength(packed, 0);
      if (length < 0 || length > most) {
        throw new MalformedException(
            "a body may have %d bytes unpacked, not %d".formatted(most, length));
      }
      byte[] bytes = new byte[(int) length];
      int written =
          new SnappyDecompressor().decompress(packed, 0, packed.length, bytes, 0, bytes.length);
      return written == bytes.length ? bytes : Arrays.copyOf(bytes, written);
    } catch (MalformedInputException | IndexOutOfBoundsException | IllegalArgumentException wrong) {
      throw new MalformedException("the body is not in Snappy's block format", wrong);
    }
  }

  public static byte[] packed(byte[] bytes) {
    SnappyCompressor compressor = new SnappyCompressor();
    byte[] packed = new byte[compressor.maxCompressedLength(bytes.length)];
    int length = compressor.compress(bytes, 0, bytes.length, packed, 0, packed.length);
    return Arrays.copyOf(packed, length);
  }
}
