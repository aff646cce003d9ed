package io.usercenter.viewer.provision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryTest {

  @TempDir private Path directory;

  @BeforeEach
  void provision() throws IOException {
    write(
        "provisioning/dashboards/all.yml",
        """
        apiVersion: 1
        providers:
          - name: all
            type: file
            options: {path: $DASHBOARDS, foldersFromFilesStructure: true}
        """);
    Files.createDirectories(directory.resolve("dashboards"));
  }

  @Test
  void takesFoldersFromDirectories() throws IOException {
    write("dashboards/home.json", dashboard("home", "Home"));
    write("dashboards/Servers/redis.json", dashboard("redis", "Redis"));

    Library.Contents contents = library().contents();

    assertThat(contents.sorted()).extracting(Dashboard::title).containsExactly("Home", "Redis");
    assertThat(contents.sorted()).extracting(Dashboard::folder).containsExactly("", "Servers");
    assertThat(contents.problems()).isEmpty();
  }

  @Test
  void saysInWhichLineAFileIsBrokenAndReadsTheOthers() throws IOException {
    write("dashboards/good.json", dashboard("good", "Good"));
    write("dashboards/broken.json", "{\n  \"uid\": \"x\",\n  \"panels\": [,]\n}");
    write("dashboards/cut.json", dashboard("cut", "Cut").substring(0, 20));
    write("dashboards/more.json", dashboard("more", "More") + "\n\n}");
    write("dashboards/nameless.json", "{}");

    Library.Contents contents = library().contents();

    assertThat(contents.dashboards()).containsOnlyKeys("good");
    assertThat(contents.problems())
        .extracting(problem -> problem.file().getFileName() + ":" + problem.line())
        .containsExactly("broken.json:3", "cut.json:1", "more.json:3", "nameless.json:1");
  }

  @Test
  void saysWhichOtherFileHasTheSameUid() throws IOException {
    write("dashboards/a.json", dashboard("same", "A"));
    write("dashboards/b.json", dashboard("same", "B"));

    Library.Contents contents = library().contents();

    assertThat(contents.find("same")).map(Dashboard::title).contains("A");
    assertThat(contents.problems().getFirst().message()).contains("'same'").contains("a.json");
  }

  @Test
  void showsAProviderWhoseDirectoryIsMissing() throws IOException {
    Files.delete(directory.resolve("dashboards"));

    assertThat(library().contents().problems().getFirst().toString()).contains("cannot be read");
  }

  @Test
  void saysInWhichLineAProvisioningFileIsBroken() throws IOException {
    write("provisioning/dashboards/broken.yml", "providers:\n  - name: [\n");

    assertThat(library().contents().problems())
        .anySatisfy(problem -> {
          assertThat(problem.file()).hasFileName("broken.yml");
          assertThat(problem.line()).isGreaterThan(1);
        });
  }

  private Library library() {
    String dashboards = directory.resolve("dashboards").toString();
    return Library.of(
        directory.resolve("provisioning"), new Variables(Map.of("DASHBOARDS", dashboards)));
  }

  private static String dashboard(String uid, String title) {
    return "{\"uid\": \"" + uid + "\", \"title\": \"" + title + "\", \"tags\": [\"t\"]}";
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, text);
  }
}
