package io.usercenter.user.search;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32;

/** The place after which a page begins: score and id of the last user before it. */
public record Cursor(double score, long id) {
  private static final int VERSION = 1;

  /** Opaque for callers, and good for this query only. */
  String encode(String query) {
    String json =
        new JsonObject()
            .put("v", VERSION)
            .put("q", checksum(query))
            .put("s", score)
            .put("i", id)
            .encode();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  /** Empty for anything but what {@link #encode} made for this query. */
  public static Optional<Cursor> decode(String text, String query) {
    try {
      JsonObject json =
          new JsonObject(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
      Cursor cursor = new Cursor(json.getDouble("s"), json.getLong("i"));
      return cursor.encode(query).equals(text) && Double.isFinite(cursor.score())
          ? Optional.of(cursor)
          : Optional.empty();
    } catch (IllegalArgumentException
        | DecodeException
        | ClassCastException
        | NullPointerException e) {
      return Optional.empty();
    }
  }

  private static long checksum(String query) {
    CRC32 checksum = new CRC32();
    checksum.update(query.getBytes(StandardCharsets.UTF_8));
    return checksum.getValue();
  }
}
