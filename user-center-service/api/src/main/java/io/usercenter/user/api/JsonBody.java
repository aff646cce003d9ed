package io.usercenter.user.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.usercenter.user.api.HttpFailure.Detail;
import io.usercenter.user.config.Nearest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A flat JSON object. Reading a field never fails: what is wrong is noted, and {@link #check} tells
 * all of it.
 */
final class JsonBody {
  private static final int MOST_DETAILS = 20;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(16).maxNumberLength(100).build())
          .build();

  /** A value that no field has: a number, null, an array or an object. */
  private static final Object UNWANTED = new Object();

  private final Map<String, Object> values = new HashMap<>();
  private final List<Detail> details = new ArrayList<>();

  private JsonBody() {}

  /** Fails with 400 for what is not JSON, with 422 for what is not an object. */
  static JsonBody parse(byte[] bytes, Set<String> fields) {
    JsonBody body = new JsonBody();
    try (JsonParser parser = JSON.createParser(text(bytes))) {
      body.read(parser, fields);
      return body;
    } catch (IOException e) {
      throw HttpFailure.of(400, "the body is not valid JSON");
    }
  }

  /** Notes a missing field. */
  String text(String name) {
    if (!values.containsKey(name)) {
      note(Detail.field(name, "is required"));
    }
    return optionalText(name).orElse("");
  }

  Optional<String> optionalText(String name) {
    @Nullable Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text && isText(text)) {
      return Optional.of(text);
    }
    note(
        Detail.field(
            name, value instanceof String ? "must be text without NUL" : "must be a string"));
    return Optional.empty();
  }

  /** False when it is absent. */
  boolean flag(String name) {
    Object value = values.getOrDefault(name, false);
    if (value instanceof Boolean flag) {
      return flag;
    }
    note(Detail.field(name, "must be true or false"));
    return false;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** Whether no known field is given. */
  boolean isEmpty() {
    return values.isEmpty();
  }

  void note(Detail detail) {
    if (details.size() < MOST_DETAILS) {
      details.add(detail);
    }
  }

  /** Fails with 422 and everything noted. */
  void check() {
    if (!details.isEmpty()) {
      throw HttpFailure.of(422, "the body has wrong fields", details);
    }
  }

  private void read(JsonParser parser, Set<String> fields) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw HttpFailure.of(400, "the body is empty; a JSON object is expected");
    }
    boolean object = first == JsonToken.START_OBJECT;
    if (!object) {
      parser.skipChildren();
    }
    while (object && parser.nextToken() != JsonToken.END_OBJECT) {
      field(parser, fields);
    }
    if (parser.nextToken() != null) {
      throw HttpFailure.of(400, "something follows the JSON value of the body");
    }
    if (!object) {
      throw HttpFailure.of(422, "the body is not a JSON object");
    }
  }

  private void field(JsonParser parser, Set<String> fields) throws IOException {
    String name = parser.currentName();
    Object value = value(parser);
    if (!fields.contains(name)) {
      note(unknown(name, fields));
    } else if (values.putIfAbsent(name, value) != null) {
      note(Detail.field(name, "is given more than once"));
    }
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.nextToken()) {
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> {
        parser.skipChildren();
        yield UNWANTED;
      }
    };
  }

  private static Detail unknown(String name, Set<String> fields) {
    String shown = name.length() <= 50 ? name : name.substring(0, 50) + "…";
    return Detail.field(
        shown,
        Nearest.within(shown, fields)
            .map(known -> "is not known, did you mean '" + known + "'?")
            .orElse("is not known"));
  }

  /** Neither NUL, which PostgreSQL cannot hold, nor half of a surrogate pair. */
  private static boolean isText(String text) {
    return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw HttpFailure.of(400, "the body is not UTF-8");
    }
  }
}
