package io.usercenter.platform.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Lines of a file that may still be written, read in bounded memory: what a line has beyond its
 * first 64 KiB is left out.
 */
final class LineReader {

  private static final int CHUNK = 1 << 15;
  private static final int LONGEST = 1 << 16;
  private static final int REMEMBERED = 64;

  private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK).limit(0);
  private byte[] line = new byte[256];
  private int length;
  private boolean tooLong;
  private FileChannel channel;
  private long position;
  private byte[] before = new byte[0];

  LineReader(FileChannel channel) {
    this.channel = channel;
  }

  /** The next line that is complete; empty at the end of what is written. */
  Optional<String> next() throws IOException {
    while (buffer.hasRemaining() || fill()) {
      while (buffer.hasRemaining()) {
        byte b = buffer.get();
        if (b == '\n') {
          return Optional.of(take());
        }
        add(b);
      }
    }
    return Optional.empty();
  }

  /** What follows the last complete line; empty when nothing does. */
  Optional<String> rest() {
    return length == 0 && !tooLong ? Optional.empty() : Optional.of(take());
  }

  /** Whether the file still has what was read last from it, right where it was read. */
  boolean continuesIn(FileChannel other) throws IOException {
    if (other.size() < position) {
      return false;
    }
    ByteBuffer found = ByteBuffer.allocate(before.length);
    int read = 0;
    while (found.hasRemaining() && read >= 0) {
      read = other.read(found, position - before.length + found.position());
    }
    return Arrays.equals(found.array(), before);
  }

  /** Goes on in another file that has the same content so far, amid a line if need be. */
  void moveTo(FileChannel other) {
    channel = other;
  }

  /** Goes on at the beginning of another file, or of the same after it was emptied. */
  void restart(FileChannel other) {
    channel = other;
    position = 0;
    before = new byte[0];
  }

  FileChannel channel() {
    return channel;
  }

  private boolean fill() throws IOException {
    buffer.clear();
    int read = channel.read(buffer, position);
    buffer.flip();
    if (read <= 0) {
      buffer.limit(0);
      return false;
    }
    position += read;
    int kept = Math.min(read, REMEMBERED);
    before = Arrays.copyOfRange(buffer.array(), read - kept, read);
    return true;
  }

  private void add(byte b) {
    if (length == LONGEST) {
      tooLong = true;
      return;
    }
    if (length == line.length) {
      line = Arrays.copyOf(line, length * 2);
    }
    line[length++] = b;
  }

  private String take() {
    int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    String text = new String(line, 0, end, StandardCharsets.UTF_8);
    String whole = tooLong ? text + "…" : text;
    length = 0;
    tooLong = false;
    return whole;
  }
}
