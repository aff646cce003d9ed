package io.usercenter.platform.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usercenter.platform.image.Entry.Owner;
import io.usercenter.platform.image.TarReader.Item;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerTest {

  @TempDir Path directory;

  @Test
  void theSameFilesGiveTheSameLayerWheneverTheyWereWritten() throws IOException {
    Path one = files("one");
    Path other = files("other");
    Files.setLastModifiedTime(other.resolve("bin/tool"), FileTime.fromMillis(1_000_000_000_000L));
    Files.setPosixFilePermissions(
        other.resolve("bin/tool"), PosixFilePermissions.fromString("rwx------"));

    assertThat(layer(one).digest()).isEqualTo(layer(other).digest());
  }

  @Test
  void anotherContentGivesAnotherLayer() throws IOException {
    Path one = files("one");
    Path other = files("other");
    Files.writeString(other.resolve("bin/tool"), "#!/bin/sh\nfalse\n");

    assertThat(layer(one).digest()).isNotEqualTo(layer(other).digest());
  }

  @Test
  void mergesWhatDebianHasMovedIntoUsr() throws IOException {
    Tree tree = new Tree();
    tree.copy(files("one"), "", _ -> true);

    assertThat(tree.entries())
        .containsKeys("usr/bin/tool", "etc/tool.conf")
        .doesNotContainKeys("bin", "bin/tool");
  }

  @Test
  void tarReadsWhatWasWritten() throws Exception {
    Tree tree = new Tree();
    String longName = "opt/" + "a".repeat(120) + "/" + "b".repeat(130) + "/c";
    tree.text(longName, "deep");
    tree.put("opt/link", new Entry.Link("t".repeat(140)));
    tree.put("srv/data", new Entry.Directory(new Owner(999, 998), 01777));

    List<String> listed = list(Layer.write(tree, directory.resolve("layer.tar"), "test").tar());

    assertThat(listed)
        .anySatisfy(line -> assertThat(line).startsWith("-rw-r--r-- 0/0").contains(longName))
        .anySatisfy(line -> assertThat(line).endsWith("opt/link -> " + "t".repeat(140)))
        .anySatisfy(
            line -> assertThat(line).startsWith("drwxrwxrwt 999/998").contains("2026-01-01"));
  }

  @Test
  void ourOwnReaderReadsWhatWasWritten() throws IOException {
    Tree tree = new Tree();
    tree.text("a/" + "x".repeat(300), "long");
    tree.text("b", "short");
    Path tar = Layer.write(tree, directory.resolve("layer.tar"), "test").tar();

    List<String> read = new ArrayList<>();
    TarReader reader = new TarReader(new ByteArrayInputStream(Files.readAllBytes(tar)));
    for (Optional<Item> item = reader.next(); item.isPresent(); item = reader.next()) {
      String content = new String(reader.content().readAllBytes(), StandardCharsets.UTF_8);
      read.add(item.get().name() + "=" + content);
    }

    assertThat(read).containsExactly("a=", "a/" + "x".repeat(300) + "=long", "b=short");
  }

  @Test
  void garbageIsNoArchive() {
    byte[] garbage = "no tar at all ".repeat(100).getBytes(StandardCharsets.UTF_8);
    TarReader reader = new TarReader(new ByteArrayInputStream(garbage));

    assertThatThrownBy(reader::next).isInstanceOf(IOException.class).hasMessageContaining("no tar");
  }

  @Test
  void namesARegistryAsAMirrorOfDockerHubDoes() {
    assertThat(List.of("redis:7", "prom/prometheus:v3", "ghcr.io/a/b:1", "localhost:5000/c", "d"))
        .extracting(name -> Reference.of(name).in("r:5000").toString())
        .containsExactly(
            "r:5000/library/redis:7",
            "r:5000/prom/prometheus:v3",
            "r:5000/a/b:1",
            "r:5000/c:latest",
            "r:5000/library/d:latest");
  }

  @Test
  void readsWhatTheCacheWroteOfItsSources() {
    Source debian = Source.locked("redis-server_5:7.0.15-1~deb12u7_amd64.deb " + "a".repeat(64));
    Source maven = Source.locked("org.acme:server:1.2:zip " + "b".repeat(64));

    assertThat(debian)
        .hasToString("redis-server=5:7.0.15-1~deb12u7")
        .extracting(Source::identity)
        .isEqualTo("pkg:deb/debian/redis-server@5%3A7.0.15-1%7Edeb12u7?arch=amd64");
    assertThat(maven)
        .hasToString("server=1.2")
        .extracting(Source::identity)
        .isEqualTo("pkg:maven/org.acme/server@1.2");
  }

  private Path files(String name) throws IOException {
    Path root = directory.resolve(name);
    Files.createDirectories(root.resolve("bin"));
    Files.createDirectories(root.resolve("etc"));
    Files.writeString(root.resolve("bin/tool"), "#!/bin/sh\ntrue\n");
    Files.setPosixFilePermissions(
        root.resolve("bin/tool"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(root.resolve("etc/tool.conf"), "level = 1\n");
    return root;
  }

  private Layer layer(Path root) throws IOException {
    Tree tree = new Tree();
    tree.copy(root, "", _ -> true);
    return Layer.write(tree, root.resolveSibling(root.getFileName() + ".tar"), "test");
  }

  private static List<String> list(Path tar) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "tar", "--list", "--verbose", "--numeric-owner", "--utc", "-f", tar.toString())
            .redirectErrorStream(true)
            .start();
    List<String> lines = process.inputReader().readAllLines();
    assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
    return lines;
  }
}
