package io.usercenter.elastic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of the operations of a bulk.
 *
 * @param stored how many documents are there now, also those that were there before
 * @param failures the others, by position
 */
public record BulkAnswer(int stored, List<Failure> failures) {

  private static final JsonFactory JSON = new JsonFactory();

  /** The parts of the answer that are read here. */
  private static final String PATH =
      "/_bulk?filter_path=errors,items.*.status,items.*.error.type,items.*.error.reason";

  private static final int CONFLICT = 409;

  public BulkAnswer {
    failures = List.copyOf(failures);
  }

  /** An operation that was not carried out. */
  public record Failure(int position, int status, String type, String reason) {

    /** Whether the same operation may succeed later: no room, no time, no shard. */
    public boolean temporary() {
      return status == 429 || status >= 500 || type.equals("cluster_block_exception");
    }
  }

  /**
   * Sends a bulk once.
   *
   * @throws IOException when nothing is known of any operation: send all of them again
   */
  public static BulkAnswer of(Elastic elastic, Bulk bulk) throws IOException {
    if (bulk.size() == 0) {
      return new BulkAnswer(0, List.of());
    }
    Answer answer = elastic.send("POST", PATH, "application/x-ndjson", bulk.bytes(), bulk::writeTo);
    if (answer.status() == 400 || answer.status() == 413) {
      return refusedAsAWhole(elastic, bulk, answer);
    }
    return read(answer.expectOk("POST /_bulk"), bulk.size());
  }

  /** Finds out which operation it was by halves, so that one cannot hold up all others. */
  private static BulkAnswer refusedAsAWhole(Elastic elastic, Bulk bulk, Answer answer)
      throws IOException {
    if (bulk.size() == 1) {
      Failure failure = new Failure(0, answer.status(), "bulk_refused", answer.toString());
      return new BulkAnswer(0, List.of(failure));
    }
    List<Integer> first = new ArrayList<>();
    List<Integer> second = new ArrayList<>();
    for (int i = 0; i < bulk.size(); i++) {
      (i < bulk.size() / 2 ? first : second).add(i);
    }
    BulkAnswer one = of(elastic, bulk.only(first));
    BulkAnswer other = of(elastic, bulk.only(second));
    List<Failure> failures = new ArrayList<>(one.failures());
    for (Failure it : other.failures()) {
      failures.add(new Failure(it.position() + first.size(), it.status(), it.type(), it.reason()));
    }
    return new BulkAnswer(one.stored() + other.stored(), failures);
  }

  private static BulkAnswer read(Answer answer, int operations) throws IOException {
    List<Failure> failures = new ArrayList<>();
    int items = 0;
    try (JsonParser parser = JSON.createParser(answer.body())) {
      int status = 0;
      String type = "";
      String reason = "";
      while (parser.nextToken() != null) {
        int depth = depth(parser);
        String name = String.valueOf(parser.currentName());
        if (parser.currentToken() == JsonToken.VALUE_FALSE && name.equals("errors")) {
          return new BulkAnswer(operations, List.of());
        } else if (parser.currentToken().isScalarValue()) {
          switch (name) {
            case "status" -> status = parser.getIntValue();
            case "type" -> type = parser.getText();
            case "reason" -> reason = parser.getText();
            default -> {}
          }
        } else if (parser.currentToken() == JsonToken.END_OBJECT && depth == ITEM) {
          if (status >= 300 && status != CONFLICT) {
            failures.add(new Failure(items, status, type, reason));
          }
          items++;
          status = 0;
          type = "";
          reason = "";
        }
      }
    }
    if (items != operations) {
      throw new IOException("%d results for %d operations".formatted(items, operations));
    }
    return new BulkAnswer(operations - failures.size(), failures);
  }

  /** The object around an item's operation lies in the array of the outermost object. */
  private static final int ITEM = 2;

  private static int depth(JsonParser parser) {
    int depth = 0;
    for (var at = parser.getParsingContext(); !at.inRoot(); at = at.getParent()) {
      depth++;
    }
    return depth;
  }
}
