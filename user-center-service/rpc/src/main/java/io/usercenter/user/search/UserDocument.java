package io.usercenter.user.search;

import co.elastic.clients.json.JsonpMapper;
import co.elastic.clients.json.JsonpSerializable;
import io.usercenter.user.model.SearchableUser;
import jakarta.json.JsonObject;
import jakarta.json.stream.JsonGenerator;
import java.time.Instant;
import java.util.regex.Pattern;

/** A user as the index holds it. */
record UserDocument(SearchableUser user) implements JsonpSerializable {
  /** The tokenizer splits names at none of these, apart from the last. */
  private static final Pattern JOINTS = Pattern.compile("[._+-]+");

  /** A user as it was found. */
  static FoundUser found(JsonObject source) {
    return new FoundUser(
        source.getJsonNumber("id").longValueExact(),
        source.getString("username"),
        source.getString("nickname"),
        source.getString("bio"),
        Instant.parse(source.getString("created_at")));
  }

  @Override
  public void serialize(JsonGenerator json, JsonpMapper mapper) {
    json.writeStartObject()
        .write("id", user.id())
        .write("created_at", user.createdAt().toString())
        .write("username", user.username());
    wholeAndInParts("names", user.username(), json);
    wholeAndInParts("mailbox", user.mailbox(), json);
    json.write("nickname", user.nickname()).write("bio", user.bio()).writeEnd();
  }

  /** {@code john_doe} is found as it is, and as {@code doe}. */
  private static void wholeAndInParts(String field, String name, JsonGenerator json) {
    json.writeStartArray(field).write(name);
    String parts = JOINTS.matcher(name).replaceAll(" ");
    if (!parts.equals(name)) {
      json.write(parts);
    }
    json.writeEnd();
  }
}
