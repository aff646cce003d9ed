package io.usercenter.viewer.provision;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Text to trees and back; the one place that knows the library. */
public final class Json {

  private static final JSON CODEC = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /**
   * The value that is the whole text.
   *
   * @throws IOException with the line, when it is anything else
   */
  public static @Nullable Object parse(String text) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      Object value = CODEC.anyFrom(parser);
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "there is more text behind the end of the value");
      }
      return value;
    }
  }

  /** The text of a tree of maps, lists and scalars. */
  public static String text(Object tree) {
    try {
      return CODEC.asString(tree);
    } catch (IOException impossible) {
      throw new UncheckedIOException("a tree of maps, lists and scalars is JSON", impossible);
    }
  }
}
