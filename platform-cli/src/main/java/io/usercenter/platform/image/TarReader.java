package io.usercenter.platform.image;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads a tar one file after the other: ustar, with pax and GNU long names. */
final class TarReader {

  private static final int BLOCK = 512;
  private static final int LONGEST_NAME = 1 << 16;

  private final InputStream input;
  private long left;
  private long padding;

  TarReader(InputStream input) {
    this.input = input;
  }

  /** What is in a tar of ours; what else there may be is skipped. */
  enum Kind {
    FILE,
    DIRECTORY,
    LINK
  }

  /**
   * @param name without a slash at its end
   * @param link what a symbolic link points to, else empty
   */
  record Item(Kind kind, String name, int mode, String link) {}

  /** The next file; what was not read of the one before is skipped. */
  Optional<Item> next() throws IOException {
    String longName = "";
    String longLink = "";
    while (true) {
      input.skipNBytes(left + padding);
      byte[] block = input.readNBytes(BLOCK);
      if (block.length < BLOCK || block[0] == 0) {
        return Optional.empty();
      }
      requireChecksum(block);
      left = octal(block, 124, 12);
      padding = (BLOCK - left % BLOCK) % BLOCK;
      switch (block[156]) {
        case 'x' -> {
          String records = new String(body(), StandardCharsets.UTF_8);
          longName = pax(records, "path");
          longLink = pax(records, "linkpath");
        }
        case 'L' -> longName = new String(body(), StandardCharsets.UTF_8).replace("\0", "");
        case '0', 0, '2', '5' -> {
          String name = longName.isEmpty() ? name(block) : longName;
          String link = longLink.isEmpty() ? text(block, 157, 100) : longLink;
          return Optional.of(
              new Item(
                  kind(block[156]), name.replaceAll("/$", ""), (int) octal(block, 100, 8), link));
        }
        default -> {
          longName = "";
          longLink = "";
        }
      }
    }
  }

  private static Kind kind(byte type) {
    return switch (type) {
      case '2' -> Kind.LINK;
      case '5' -> Kind.DIRECTORY;
      default -> Kind.FILE;
    };
  }

  /** What is in the file that {@link #next} told of. */
  InputStream content() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0) {
          return -1;
        }
        int count = input.read(bytes, offset, (int) Math.min(left, length));
        if (count < 0) {
          throw new EOFException("the archive ends in the middle of a file");
        }
        left -= count;
        return count;
      }
    };
  }

  private byte[] body() throws IOException {
    if (left > LONGEST_NAME) {
      throw new IOException("a name in the archive is " + left + " bytes long");
    }
    return content().readAllBytes();
  }

  private static void requireChecksum(byte[] block) throws IOException {
    int sum = 0;
    for (int at = 0; at < BLOCK; at++) {
      sum += at >= 148 && at < 156 ? ' ' : block[at] & 0xff;
    }
    if (sum != octal(block, 148, 8)) {
      throw new IOException("it is no tar archive, or damaged");
    }
  }

  private static String pax(String records, String key) {
    for (String record : records.split("\n", -1)) {
      int at = record.indexOf(" " + key + "=");
      if (at >= 0) {
        return record.substring(at + key.length() + 2);
      }
    }
    return "";
  }

  private static String name(byte[] block) {
    String prefix = text(block, 257, 5).equals("ustar") ? text(block, 345, 155) : "";
    String name = text(block, 0, 100);
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String text(byte[] block, int at, int length) {
    int end = at;
    while (end < at + length && block[end] != 0) {
      end++;
    }
    return new String(block, at, end - at, StandardCharsets.UTF_8);
  }

  private static long octal(byte[] block, int at, int length) throws IOException {
    String digits = text(block, at, length).strip();
    try {
      return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    } catch (NumberFormatException e) {
      throw new IOException("it is no tar archive, or damaged", e);
    }
  }
}
