package io.usercenter.platform.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlFileTest {

  @TempDir Path directory;

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("native.yml"), text);
  }

  @Test
  void readsATreeWithPositions() throws IOException {
    YamlFile.Located file = YamlFile.read(write("a:\n  b: [1, x, true]\n"), "native.yml");

    assertThat(file.tree()).isEqualTo(Map.of("a", Map.of("b", List.of(1L, "x", true))));
    assertThat(file.where("a.b[1]")).isEqualTo("native.yml:2:10, a.b[1]");
  }

  @Test
  void takesAnEmptyFileAsAnEmptyMapping() throws IOException {
    assertThat(YamlFile.read(write("# nothing\n")).tree()).isEmpty();
  }

  @Test
  void refusesAKeyThatIsWrittenTwice() throws IOException {
    Path file = write("a: 1\nb: 2\na: 3\n");

    UserError error =
        catchThrowableOfType(UserError.class, () -> YamlFile.read(file, "native.yml"));

    assertThat(error.render())
        .isEqualTo(
            """
            error: the key 'a' is written twice in one mapping
               at: native.yml:3:1
              why: it already stands in line 1; only one of the two would count
              fix: remove one of them, or put both values under one key
            """);
  }

  @Test
  void refusesAListAndASecondDocument() throws IOException {
    Path list = write("- a\n");
    assertThat(catchThrowableOfType(UserError.class, () -> YamlFile.read(list)).render())
        .contains("the file holds a list");

    Path two = write("a: 1\n---\nb: 2\n");
    assertThat(catchThrowableOfType(UserError.class, () -> YamlFile.read(two)).render())
        .contains("more than one document");
  }

  @Test
  void suggestsTheNearestKnownName() {
    Set<String> known = Set.of("image", "ports", "depends_on");

    assertThat(NearestName.suggest("imgae", known)).contains("image");
    assertThat(NearestName.suggest("depend_on", known)).contains("depends_on");
    assertThat(NearestName.suggest("zebra", known)).isEmpty();
  }
}
