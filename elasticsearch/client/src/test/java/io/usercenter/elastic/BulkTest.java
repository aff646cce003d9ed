package io.usercenter.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BulkTest {

  private final Bulk bulk = new Bulk();

  @Test
  void isTwoLinesForEachOperation() throws IOException {
    bulk.create("spans-1", "a", bytes("{\"n\":1}"));
    bulk.index("spans-2", "quote\"d\n", bytes("{\"n\":2}"));

    assertThat(text(bulk))
        .isEqualTo(
            """
            {"create":{"_index":"spans-1","_id":"a"}}
            {"n":1}
            {"index":{"_index":"spans-2","_id":"quote\\"d\\n"}}
            {"n":2}
            """);
    assertThat(bulk.size()).isEqualTo(2);
    assertThat(bulk.bytes()).isEqualTo(text(bulk).length());
  }

  @Test
  void takesLinesThatAreThereAlready() throws IOException {
    byte[] lines =
        bytes(".{\"create\":{\"_index\":\"i\",\"_id\":\"a\"}}\n{}\n{\"create\":{}}\n{\"b\":1}\n");

    bulk.create("first", "1", bytes("{}"));
    bulk.lines(lines, 1, lines.length - 1);

    assertThat(bulk.size()).isEqualTo(3);
    assertThat(bulk.target(1)).isEqualTo(new Bulk.Target("i", "a"));
    assertThat(bulk.document(1)).isEqualTo("{}");
    assertThat(text(bulk.only(List.of(0, 2))))
        .isEqualTo(
            "{\"create\":{\"_index\":\"first\",\"_id\":\"1\"}}\n{}\n{\"create\":{}}\n{\"b\":1}\n");
  }

  @Test
  void refusesHalfAnOperation() {
    byte[] half = bytes("{\"create\":{}}\n");

    assertThatThrownBy(() -> bulk.lines(half, 0, half.length))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void growsAndIsEmptyAgain() throws IOException {
    for (int i = 0; i < 5_000; i++) {
      bulk.create("i", Integer.toString(i), bytes("{\"text\":\"" + "x".repeat(50) + "\"}"));
    }
    assertThat(bulk.size()).isEqualTo(5_000);
    assertThat(bulk.target(4_999).id()).isEqualTo("4999");

    bulk.clear();

    assertThat(bulk.size()).isZero();
    assertThat(text(bulk)).isEmpty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(Bulk bulk) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    bulk.writeTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
