package io.usercenter.user.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;

/** A step of the schema, by its number and the name of its script. */
record Migration(String version, String script) {
  /** All there are, in their order. */
  static final List<Migration> ALL =
      List.of(
          new Migration("1", "V1__users.sql"),
          new Migration("2", "V2__seed_users.sql"),
          new Migration("3", "V3__accounts.sql"),
          new Migration("4", "V4__search_indices.sql"));

  String description() {
    return script.substring(script.indexOf("__") + 2, script.lastIndexOf('.')).replace('_', ' ');
  }

  String sql() {
    String path = "/db/migration/" + script;
    try (InputStream file =
        Objects.requireNonNull(Migration.class.getResourceAsStream(path), path)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** As Flyway computes it: of the lines, whatever they end with. */
  int checksum() {
    CRC32 sum = new CRC32();
    sql().lines().forEach(line -> sum.update(line.getBytes(StandardCharsets.UTF_8)));
    return (int) sum.getValue();
  }
}
