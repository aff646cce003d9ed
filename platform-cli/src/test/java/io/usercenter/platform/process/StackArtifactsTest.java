package io.usercenter.platform.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.platform.artifact.Artifact;
import io.usercenter.platform.artifact.ArtifactStore;
import io.usercenter.platform.artifact.Downloader;
import io.usercenter.platform.artifact.FetchListener;
import io.usercenter.platform.artifact.MavenRepository;
import io.usercenter.platform.error.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class StackArtifactsTest {

  @TempDir private Path directory;

  @Test
  void fetchesTogetherWhatIsExpectedAndLaterWhatIsNot() throws Exception {
    List<List<String>> fetched = Collections.synchronizedList(new ArrayList<>());
    StackArtifacts artifacts = artifacts(fetched, "one", "two", "three");

    artifacts.expect(List.of("one", "two"));
    artifacts.obtain("one", (_, _, _) -> {});
    artifacts.obtain("three", (_, _, _) -> {});
    artifacts.obtain("two", (_, _, _) -> {});

    assertThat(fetched).hasSize(2);
    assertThat(fetched.getFirst()).containsExactlyInAnyOrder("one", "two");
    assertThat(fetched.getLast()).containsExactly("three");
    assertThat(artifacts.root("three").resolve("three/file")).hasContent("three");
  }

  private StackArtifacts artifacts(List<List<String>> fetched, String... names) throws Exception {
    Map<String, Fields> definitions = new HashMap<>();
    Map<String, Path> files = new HashMap<>();
    for (String name : names) {
      Path zip = zip(name);
      files.put(name, zip);
      String hash =
          HexFormat.of()
              .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(zip)));
      definitions.put(
          name,
          new Fields(
              Map.of("maven", "org.example:" + name + ":1:zip", "sha256", hash),
              "native.yml",
              new Problems()));
    }
    MavenRepository maven = new LocalRepository(files, fetched);
    ArtifactStore store =
        new ArtifactStore(
            directory.resolve("cache"), maven, (_, _) -> Map.of(), Downloader.standard());
    return new StackArtifacts(
        definitions, new Home(directory, directory.resolve("cache")), directory, store, false);
  }

  private Path zip(String name) throws IOException {
    Path zip = directory.resolve(name + ".zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry(name + "/file"));
      out.write(name.getBytes(StandardCharsets.UTF_8));
    }
    return zip;
  }

  private record LocalRepository(Map<String, Path> files, List<List<String>> fetched)
      implements MavenRepository {
    @Override
    public Map<Artifact.Maven, Path> fetch(
        List<Artifact.Maven> artifacts, Path directory, FetchListener listener) throws IOException {
      fetched.add(artifacts.stream().map(Artifact::name).toList());
      Map<Artifact.Maven, Path> copies = new HashMap<>();
      for (Artifact.Maven artifact : artifacts) {
        Path from = files.getOrDefault(artifact.name(), directory);
        copies.put(artifact, Files.copy(from, directory.resolve(artifact.name() + ".zip")));
      }
      return copies;
    }
  }
}
