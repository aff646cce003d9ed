package io.usercenter.platform.docker;

import io.usercenter.platform.plan.Fingerprint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The label {@code config-hash}: to Compose a text that is equal or not, to us a hash of each
 * field, so that a difference can be named. It begins with the version of its form: what an older
 * release wrote is read as that release meant it.
 */
final class Hashes {

  private static final String FORM = "1";
  private static final int SHORT_BYTES = 5;
  private static final int LARGEST = 1 << 20;

  private Hashes() {}

  /** Flattens values to dotted paths; each value is given by its hash. */
  static void add(String path, @Nullable Object value, SortedMap<String, String> fields) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, each) -> add(path + "." + key, each, fields));
    } else if (value instanceof List<?> list) {
      for (int index = 0; index < list.size(); index++) {
        add(path + "[" + index + "]", list.get(index), fields);
      }
    } else if (value != null) {
      fields.put(path, hash(value.toString().getBytes(StandardCharsets.UTF_8), SHORT_BYTES));
    }
  }

  static String of(byte[] content) {
    return hash(content, SHORT_BYTES);
  }

  private static String hash(byte[] content, int bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest, 0, bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java runtime has SHA-256", impossible);
    }
  }

  /** The label's text for these fields. */
  static String write(Fingerprint fingerprint) {
    StringBuilder lines = new StringBuilder();
    fingerprint
        .fields()
        .forEach((path, hash) -> lines.append(hash).append(' ').append(path).append('\n'));
    byte[] content = lines.toString().getBytes(StandardCharsets.UTF_8);
    return FORM + "." + hash(content, 16) + "." + packed(content);
  }

  /** The fields of a label; empty when it is not of ours, or somebody has changed it. */
  static Optional<Fingerprint> read(String label) {
    String[] parts = label.split("\\.", 3);
    if (parts.length < 3 || !parts[0].equals(FORM)) {
      return Optional.empty();
    }
    try {
      byte[] content = unpacked(parts[2]);
      return hash(content, 16).equals(parts[1])
          ? Optional.of(fingerprint(new String(content, StandardCharsets.UTF_8)))
          : Optional.empty();
    } catch (DataFormatException | IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  private static Fingerprint fingerprint(String lines) {
    SortedMap<String, String> fields = new TreeMap<>();
    lines
        .lines()
        .forEach(line -> {
          int space = line.indexOf(' ');
          fields.put(line.substring(space + 1), line.substring(0, Math.max(0, space)));
        });
    return new Fingerprint(fields);
  }

  private static String packed(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out =
        new DeflaterOutputStream(bytes, new Deflater(Deflater.BEST_COMPRESSION))) {
      out.write(content);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  private static byte[] unpacked(String text) throws DataFormatException {
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(Base64.getUrlDecoder().decode(text));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[4096];
      int count = inflater.inflate(buffer);
      while (count > 0 && out.size() < LARGEST) {
        out.write(buffer, 0, count);
        count = inflater.inflate(buffer);
      }
      return out.toByteArray();
    }
  }
}
