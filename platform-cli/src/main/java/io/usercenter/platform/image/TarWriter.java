package io.usercenter.platform.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a tar (POSIX.1-2001, "pax") in which nothing depends on when or where it is written, so
 * that the same files give the same bytes.
 */
final class TarWriter implements AutoCloseable {

  /** 2026-01-01: after 1980, which zip readers want, and before whatever runs. */
  static final long SECONDS = 1_767_225_600L;

  private static final int BLOCK = 512;
  private static final int NAME_BYTES = 100;
  private static final int PREFIX_BYTES = 155;

  private final OutputStream output;

  TarWriter(OutputStream output) {
    this.output = output;
  }

  void write(String path, Entry entry) throws IOException {
    switch (entry) {
      case Entry.Directory _ -> header(new Head(path + "/", entry, 0, '5', ""));
      case Entry.Link link -> header(new Head(path, entry, 0, '2', link.target()));
      case Entry.Regular file -> {
        long size = file.content().sizeBytes();
        header(new Head(path, entry, size, '0', ""));
        Counted body = new Counted(output);
        file.content().writeTo(body);
        if (body.count != size) {
          throw new IOException("'" + path + "' changed while it was read");
        }
        pad(size);
      }
    }
  }

  private record Head(String name, Entry entry, long size, char type, String link) {}

  private void header(Head head) throws IOException {
    int split = split(head.name());
    boolean longLink = utf8(head.link()).length > NAME_BYTES;
    if (split < 0 || longLink) {
      String records =
          (split < 0 ? record("path", head.name()) : "")
              + (longLink ? record("linkpath", head.link()) : "");
      byte[] body = utf8(records);
      Entry.Directory plain = new Entry.Directory(Entry.Owner.ROOT, 0644);
      block(new Head("pax", plain, body.length, 'x', ""), 0);
      output.write(body);
      pad(body.length);
    }
    block(head, Math.max(split, 0));
  }

  /**
   * Where the name is cut into prefix and name: 0 for a short name, -1 when it fits nowhere and
   * needs a record of its own.
   */
  private static int split(String name) {
    byte[] bytes = utf8(name);
    if (bytes.length <= NAME_BYTES) {
      return 0;
    }
    for (int at = Math.min(PREFIX_BYTES, bytes.length - 2); at > 0; at--) {
      if (bytes[at] == '/' && bytes.length - at - 1 <= NAME_BYTES) {
        return at;
      }
    }
    return -1;
  }

  private static String record(String key, String value) {
    String rest = " " + key + "=" + value + "\n";
    int length = utf8(rest).length;
    int digits = String.valueOf(length).length();
    int total = length + digits;
    if (String.valueOf(total).length() > digits) {
      total++;
    }
    return total + rest;
  }

  private void block(Head head, int split) throws IOException {
    byte[] block = new byte[BLOCK];
    byte[] name = utf8(head.name());
    int begin = split == 0 ? 0 : split + 1;
    put(block, 0, Arrays.copyOfRange(name, begin, Math.min(name.length, begin + NAME_BYTES)));
    octal(block, 100, 8, head.entry().mode());
    octal(block, 108, 8, head.entry().owner().user());
    octal(block, 116, 8, head.entry().owner().group());
    octal(block, 124, 12, head.size());
    octal(block, 136, 12, SECONDS);
    Arrays.fill(block, 148, 156, (byte) ' ');
    block[156] = (byte) head.type();
    byte[] link = utf8(head.link());
    put(block, 157, Arrays.copyOf(link, Math.min(link.length, NAME_BYTES)));
    put(block, 257, utf8("ustar\u000000"));
    put(block, 345, Arrays.copyOf(name, split));
    int sum = 0;
    for (byte each : block) {
      sum += each & 0xff;
    }
    octal(block, 148, 7, sum);
    output.write(block);
  }

  private static void octal(byte[] block, int at, int width, long value) {
    put(block, at, utf8(("%0" + (width - 1) + "o").formatted(value)));
    block[at + width - 1] = 0;
  }

  private static void put(byte[] block, int at, byte[] bytes) {
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void pad(long size) throws IOException {
    output.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
  }

  /** Ends the archive; the stream below stays open. */
  @Override
  public void close() throws IOException {
    output.write(new byte[2 * BLOCK]);
    output.flush();
  }

  private static final class Counted extends OutputStream {

    private final OutputStream target;
    private long count;

    Counted(OutputStream target) {
      this.target = target;
    }

    @Override
    public void write(int b) throws IOException {
      target.write(b);
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      target.write(bytes, offset, length);
      count += length;
    }
  }
}
