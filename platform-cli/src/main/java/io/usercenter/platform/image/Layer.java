package io.usercenter.platform.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * A layer as a tar.
 *
 * @param digest SHA-256 of the tar, lower-case hex
 * @param origin what it was made for, as {@code docker history} shows it
 */
record Layer(Path tar, String digest, long sizeBytes, String origin) {

  private static final int BUFFER_BYTES = 1 << 18;

  static Layer write(Tree tree, Path tar, String origin) throws IOException {
    MessageDigest digest = sha256();
    try (OutputStream file = Files.newOutputStream(tar);
        OutputStream output =
            new BufferedOutputStream(new DigestOutputStream(file, digest), BUFFER_BYTES);
        TarWriter writer = new TarWriter(output)) {
      for (Map.Entry<String, Entry> entry : tree.entries().entrySet()) {
        writer.write(entry.getKey(), entry.getValue());
      }
    }
    return new Layer(tar, hex(digest.digest()), Files.size(tar), origin);
  }

  static String sha256(String text) {
    return hex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  static String sha256(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      Files.copy(file, sink);
    }
    return hex(digest.digest());
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
