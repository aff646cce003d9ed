package io.usercenter.platform.docker;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** A tar archive of small files (POSIX.1-1988 ustar), as the engine takes files for a container. */
final class TarFile {

  private static final int BLOCK = 512;
  private static final int CHECKSUM = 148;

  private TarFile() {}

  /**
   * @param files content by absolute path
   */
  static byte[] of(Map<String, Storage.Content> files) {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    files.forEach((path, content) -> {
      byte[] bytes = content.text().getBytes(StandardCharsets.UTF_8);
      tar.writeBytes(header(path.substring(1), content, bytes.length));
      tar.writeBytes(bytes);
      tar.writeBytes(new byte[(BLOCK - bytes.length % BLOCK) % BLOCK]);
    });
    tar.writeBytes(new byte[2 * BLOCK]);
    return tar.toByteArray();
  }

  private static byte[] header(String path, Storage.Content content, int size) {
    byte[] header = new byte[BLOCK];
    // A path that is too long for the name continues at a slash of the prefix.
    int cut = path.length() <= 100 ? -1 : path.indexOf('/', path.length() - 101);
    put(header, 0, path.substring(cut + 1));
    put(header, 345, cut < 0 ? "" : path.substring(0, cut));
    put(header, 100, octal(content.mode(), 7));
    put(header, 108, octal(content.user(), 7));
    put(header, 116, octal(content.group(), 7));
    put(header, 124, octal(size, 11));
    put(header, 136, octal(0, 11));
    put(header, 156, "0");
    put(header, 257, "ustar\0" + "00");
    put(header, CHECKSUM, "        ");
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    put(header, CHECKSUM, octal(sum, 6) + "\0 ");
    return header;
  }

  private static String octal(long number, int digits) {
    return String.format(Locale.ROOT, "%0" + digits + "o", number);
  }

  private static void put(byte[] header, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, offset, bytes.length);
  }
}
