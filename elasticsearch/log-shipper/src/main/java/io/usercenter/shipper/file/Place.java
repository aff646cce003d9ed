package io.usercenter.shipper.file;

import io.usercenter.shipper.file.Parts.Part;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/**
 * Up to where a file is read.
 *
 * @param generation names the file as it is now; emptied, it is another one
 * @param key what the file system knows it by, as long as nothing of it is stored
 * @param offset bytes
 * @param before up to 64 bytes right before the offset, in base64: what the file is recognized by
 *     wherever it is moved or copied to
 */
record Place(String generation, String key, long offset, String before) {

  private static final int REMEMBERED = 64;

  static Place begin(Part part) {
    String generation = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    return new Place(generation, part.key(), 0, "");
  }

  /** Whether this file was read up to here, as far as can be told. */
  boolean isIn(Part part) throws IOException {
    return offset == 0 ? key.equals(part.key()) : before.equals(before(part.channel(), offset));
  }

  /** The same file up to another offset; itself when the file no longer reaches so far. */
  Place at(long end, FileChannel channel) throws IOException {
    String found = before(channel, end);
    return found.isEmpty() ? this : new Place(generation, key, end, found);
  }

  /** Empty when the file is not that long. */
  private static String before(FileChannel channel, long offset) throws IOException {
    int length = (int) Math.min(offset, REMEMBERED);
    byte[] bytes = bytes(channel, offset - length, length);
    return bytes.length < length ? "" : Base64.getEncoder().encodeToString(bytes);
  }

  /** Fewer where the file ends. */
  static byte[] bytes(FileChannel channel, long from, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    int read = 0;
    while (bytes.hasRemaining() && read >= 0) {
      read = channel.read(bytes, from + bytes.position());
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }
}
