package io.usercenter.elastic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Operations for one request to {@code _bulk}, kept as the lines that are sent: two for each
 * operation, what to do and the document. Not safe for several threads.
 */
public final class Bulk {

  private static final JsonFactory JSON = new JsonFactory();

  private byte[] lines = new byte[1 << 16];
  private int length;

  /** Where each operation begins. */
  private int[] starts = new int[256];

  private int size;

  /** Stores a document unless its id is there already, which counts as stored. */
  public void create(String index, String id, byte[] document) {
    add("{\"create\":{\"_index\":\"", index, id, document);
  }

  /** Stores a document in the place of one with the same id. */
  public void index(String index, String id, byte[] document) {
    add("{\"index\":{\"_index\":\"", index, id, document);
  }

  private void add(String begin, String index, String id, byte[] document) {
    begin();
    append(begin);
    append(quoted(index));
    append("\",\"_id\":\"");
    append(quoted(id));
    append("\"}}\n");
    append(document, 0, document.length);
    append("\n");
  }

  /**
   * Adds whole operations that are lines already, each with its line end.
   *
   * @throws IllegalArgumentException when they are not pairs of lines
   */
  public void lines(byte[] text, int offset, int count) {
    int from = length;
    append(text, offset, count);
    boolean action = true;
    for (int i = from, begin = from; i < length; i++) {
      if (lines[i] == '\n') {
        if (action) {
          begin();
          starts[size - 1] = begin;
        } else {
          begin = i + 1;
        }
        action = !action;
      }
    }
    if (!action || (count > 0 && lines[length - 1] != '\n')) {
      throw new IllegalArgumentException("not pairs of lines");
    }
  }

  /** How many operations there are. */
  public int size() {
    return size;
  }

  /** How many bytes are sent. */
  public int bytes() {
    return length;
  }

  /** Forgets all operations, and keeps the memory. */
  public void clear() {
    length = 0;
    size = 0;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(lines, 0, length);
  }

  /** A bulk of the operations at these positions. */
  Bulk only(List<Integer> positions) {
    Bulk some = new Bulk();
    for (int position : positions) {
      some.begin();
      some.append(lines, starts[position], end(position) - starts[position]);
    }
    return some;
  }

  /** What an operation is about. */
  record Target(String index, String id) {}

  Target target(int position) {
    String index = "";
    String id = "";
    int start = starts[position];
    try (JsonParser parser = JSON.createParser(lines, start, documentStart(position) - start)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING && "_index".equals(parser.currentName())) {
          index = parser.getText();
        } else if (token == JsonToken.VALUE_STRING && "_id".equals(parser.currentName())) {
          id = parser.getText();
        }
      }
    } catch (IOException wrong) {
      throw new IllegalStateException("an operation that is not JSON", wrong);
    }
    return new Target(index, id);
  }

  String document(int position) {
    int start = documentStart(position);
    return new String(lines, start, end(position) - 1 - start, StandardCharsets.UTF_8);
  }

  private int documentStart(int position) {
    int start = starts[position];
    while (lines[start] != '\n') {
      start++;
    }
    return start + 1;
  }

  private int end(int position) {
    return position + 1 < size ? starts[position + 1] : length;
  }

  private void begin() {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, size * 2);
    }
    starts[size++] = length;
  }

  private static String quoted(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
      }
    }
    return text;
  }

  private void append(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    append(bytes, 0, bytes.length);
  }

  private void append(byte[] bytes, int offset, int count) {
    if (lines.length - length < count) {
      lines = Arrays.copyOf(lines, Math.max(lines.length * 2, length + count));
    }
    System.arraycopy(bytes, offset, lines, length, count);
    length += count;
  }
}
