package io.usercenter.collector.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.usercenter.collector.span.Span;
import io.usercenter.collector.span.SpanDocument;
import io.usercenter.elastic.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The spans of an answer to a search, read without a tree.
 *
 * @param last what the last of them was sorted by
 */
record Hits(List<Span> spans, List<Object> last) {

  private static final JsonFactory JSON = new JsonFactory();

  static Hits read(Answer answer) throws IOException {
    List<Span> spans = new ArrayList<>();
    List<Object> last = new ArrayList<>();
    try (JsonParser json = JSON.createParser(answer.body())) {
      while (json.nextToken() != null) {
        if (json.currentToken() != JsonToken.FIELD_NAME) {
          continue;
        }
        switch (json.currentName()) {
          case "_source" -> {
            json.nextToken();
            spans.add(SpanDocument.read(json));
          }
          case "sort" -> sort(json, last);
          default -> {}
        }
      }
    }
    return new Hits(spans, last);
  }

  private static void sort(JsonParser json, List<Object> last) throws IOException {
    last.clear();
    json.nextToken();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
        last.add(json.getLongValue());
      } else {
        last.add(json.getText());
      }
    }
  }
}
