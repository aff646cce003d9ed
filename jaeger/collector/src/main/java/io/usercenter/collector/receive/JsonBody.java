package io.usercenter.collector.receive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What the readers of JSON share: objects field by field, arrays item by item, no trees. */
final class JsonBody {

  private static final int DEEPEST = 64;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
          // Names come from outside and would be kept for ever.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  /** Reads one item of an array. */
  interface Item {
    void read() throws IOException, MalformedException;
  }

  /** Reads from the start of a body. */
  interface Reading {
    void read(JsonParser json) throws IOException, MalformedException;
  }

  private JsonBody() {}

  /** Parses the body, which must be one value and nothing else. */
  static void parse(byte[] body, int length, Reading reading) throws MalformedException {
    try (JsonParser json = FACTORY.createParser(body, 0, length)) {
      if (json.nextToken() == null) {
        throw new MalformedException("the body is empty");
      }
      reading.read(json);
      if (json.nextToken() != null) {
        throw new MalformedException("something follows the JSON value");
      }
    } catch (IOException wrong) {
      throw malformed(wrong);
    }
  }

  private static MalformedException malformed(IOException wrong) {
    String message = String.valueOf(wrong.getMessage());
    return new MalformedException("not the JSON that is expected: " + message.split("\n", 2)[0]);
  }

  /** The name of the next field, with the parser at its value; null at the end of the object. */
  static @Nullable String field(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.FIELD_NAME) {
      return null;
    }
    String name = json.currentName();
    json.nextToken();
    return name;
  }

  /** Reads the objects of an array; null counts as an empty one. */
  static void objects(JsonParser json, Item item) throws IOException, MalformedException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new MalformedException("no array where there must be one: " + json.currentName());
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      object(json, item);
    }
  }

  /** Reads an object; null counts as one that is absent. */
  static void object(JsonParser json, Item item) throws IOException, MalformedException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new MalformedException("no object where there must be one: " + json.currentName());
    }
    item.read();
  }

  static String text(JsonParser json) throws IOException, MalformedException {
    return switch (json.currentToken()) {
      case VALUE_STRING -> json.getText();
      case VALUE_NULL -> "";
      case START_OBJECT, START_ARRAY ->
          throw new MalformedException("no text where there must be one: " + json.currentName());
      default -> json.getText();
    };
  }

  /** A whole number, also one that is a text, as 64 bits are in protobuf's JSON. */
  static long number(JsonParser json) throws IOException, MalformedException {
    String text = text(json);
    try {
      return text.isEmpty() ? 0 : Long.parseLong(text);
    } catch (NumberFormatException decimal) {
      return unsigned(text);
    }
  }

  private static long unsigned(String text) throws MalformedException {
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException decimal) {
      try {
        return Math.round(Double.parseDouble(text));
      } catch (NumberFormatException wrong) {
        throw new MalformedException("no number where there must be one");
      }
    }
  }
}
