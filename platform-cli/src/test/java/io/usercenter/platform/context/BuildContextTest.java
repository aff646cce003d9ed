package io.usercenter.platform.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildContextTest {

  @TempDir private Path directory = Path.of("");

  // From Docker's description of the file, and from the tests of its own matcher.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*.md | README.md | true",
        "*.md | docs/README.md | false",
        "**/*.md | docs/deep/README.md | true",
        "**/*.md | README.md | true",
        "*/temp* | somedir/temporary.txt | true",
        "*/temp* | a/b/temp | false",
        "temp? | tempa | true",
        "temp? | temp | false",
        "/foo/bar | foo/bar | true",
        "foo/bar/ | foo/bar/baz | true",
        "./foo | foo | true",
        "build/** | build/classes/A.class | true",
        "**/target | a/b/target/x | true",
        "[a-c]og | bog | true",
        "[^a-c]og | bog | false",
        "a.c | abc | false",
        "* ; !keep | keep | false",
        "* ; !keep | keep/inside | false",
        "* ; !keep ; keep/not | keep/not | true",
        "!keep ; * | keep | true",
        "# not a rule | # not a rule | false",
        ". | anything | false"
      })
  void readsRulesAsDockersClientDoes(String rules, String path, boolean excluded) {
    IgnoreRules ignore = new IgnoreRules(Arrays.stream(rules.split(" ; ")).toList());

    assertThat(ignore.excludes(path)).isEqualTo(excluded);
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, text);
  }

  private Map<String, TarArchiveEntry> archive(String dockerfile) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BuildContext.of(directory, dockerfile).write(bytes, new TreeMap<>());
    Map<String, TarArchiveEntry> entries = new TreeMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      for (TarArchiveEntry each = tar.getNextEntry(); each != null; each = tar.getNextEntry()) {
        entries.put(each.getName(), each);
      }
    }
    return entries;
  }

  @Test
  void sendsFilesLinksAndDirectoriesWithTheirRights() throws IOException {
    write("Dockerfile", "FROM x\n");
    write("bin/run", "#!/bin/sh\n");
    Files.setPosixFilePermissions(
        directory.resolve("bin/run"), PosixFilePermissions.fromString("rwxr-x--x"));
    Files.createSymbolicLink(directory.resolve("link"), Path.of("bin/run"));
    write("a".repeat(90) + "/" + "b".repeat(90) + "/ü", "long");

    Map<String, TarArchiveEntry> entries = archive("Dockerfile");

    assertThat(entries).containsKeys("Dockerfile", "bin/", "link");
    assertThat(entries.keySet()).anyMatch(name -> name.endsWith("/ü"));
    assertThat(entries.get("link")).returns("bin/run", TarArchiveEntry::getLinkName);
    assertThat(entries.get("bin/run"))
        .returns(0751, each -> each.getMode() & 0777)
        .returns(0L, TarArchiveEntry::getLongUserId);
  }

  @Test
  void sendsTheDockerfileAlsoWhenItIsIgnored() throws IOException {
    write("Dockerfile", "FROM x\n");
    write("secret", "s");
    write("keep/this", "k");
    write(".dockerignore", "*\n!keep\n");

    Map<String, TarArchiveEntry> entries = archive("Dockerfile");

    assertThat(entries).containsOnlyKeys(".dockerignore", "Dockerfile", "keep/", "keep/this");
  }

  @Test
  void prefersTheIgnoreFileOfTheDockerfile() throws IOException {
    write("special.Dockerfile", "FROM x\n");
    write("special.Dockerfile.dockerignore", "one\n*.dockerignore\n");
    write(".dockerignore", "two\n");
    write("one", "1");
    write("two", "2");

    Map<String, TarArchiveEntry> entries = archive("special.Dockerfile");

    assertThat(entries).containsOnlyKeys("special.Dockerfile", "two");
  }

  @Test
  void noticesOtherContentAndOtherRightsButNoOtherTime() throws IOException {
    write("Dockerfile", "FROM x\n");
    write("run", "1");
    Map<String, String> before = BuildContext.of(directory, "Dockerfile").hashes();

    write("run", "1");
    Map<String, String> same = BuildContext.of(directory, "Dockerfile").hashes();
    write("run", "2");
    Map<String, String> other = BuildContext.of(directory, "Dockerfile").hashes();

    assertThat(same).isEqualTo(before);
    assertThat(other).containsEntry("Dockerfile", before.get("Dockerfile"));
    assertThat(other.get("run")).isNotEqualTo(before.get("run"));
    assertThat(List.copyOf(other.keySet())).containsExactly("Dockerfile", "run");
  }

  @Test
  void countsADockerfileElsewhereAsPartOfIt() throws IOException {
    Path context = Files.createDirectories(directory.resolve("context"));
    write("Dockerfile", "FROM x\n");

    Map<String, String> hashes = BuildContext.of(context, "../Dockerfile").hashes();

    assertThat(hashes).containsOnlyKeys(directory.resolve("Dockerfile").toString());
    assertThat(Files.readString(directory.resolve("Dockerfile"), StandardCharsets.UTF_8))
        .isEqualTo("FROM x\n");
  }
}
