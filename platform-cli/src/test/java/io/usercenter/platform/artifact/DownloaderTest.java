package io.usercenter.platform.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DownloaderTest {

  private static final byte[] CONTENT = content();

  @TempDir private Path directory;
  private LoopbackMirror mirror;
  private Downloader downloader;

  @BeforeEach
  void start() throws IOException {
    mirror = new LoopbackMirror();
    downloader =
        new Downloader(HttpClient.newHttpClient(), 3, Duration.ofSeconds(2), Duration.ofMillis(10));
  }

  @AfterEach
  void stop() {
    mirror.close();
  }

  @Test
  void continuesADownloadThatWasCutHalfWay() throws Exception {
    Remote remote = mirror.cutting(1).serve("a.deb", CONTENT);

    downloader.download(remote, directory.resolve("a.deb"), _ -> {});

    assertThat(directory.resolve("a.deb")).hasBinaryContent(CONTENT);
    assertThat(mirror.requests()).hasSize(2);
    assertThat(mirror.requests().getLast()).startsWith("/a.deb bytes=");
  }

  @Test
  void startsOverWhenTheServerKnowsNoRanges() throws Exception {
    Remote remote = mirror.withoutRanges().cutting(1).serve("a.deb", CONTENT);

    downloader.download(remote, directory.resolve("a.deb"), _ -> {});

    assertThat(directory.resolve("a.deb")).hasBinaryContent(CONTENT);
    assertThat(mirror.requests()).hasSize(2);
  }

  @Test
  void continuesWhatAKilledProcessLeft() throws Exception {
    Remote remote = mirror.serve("a.deb", CONTENT);
    Files.write(directory.resolve("a.deb.part"), Arrays.copyOf(CONTENT, 1000));

    downloader.download(remote, directory.resolve("a.deb"), _ -> {});

    assertThat(directory.resolve("a.deb")).hasBinaryContent(CONTENT);
    assertThat(mirror.requests()).containsExactly("/a.deb bytes=1000-");
  }

  @Test
  void fetchesAgainWhenWhatWasLeftIsOfAnotherFile() throws Exception {
    Remote remote = mirror.serve("a.deb", CONTENT);
    Files.write(directory.resolve("a.deb.part"), new byte[1000]);

    downloader.download(remote, directory.resolve("a.deb"), _ -> {});

    assertThat(directory.resolve("a.deb")).hasBinaryContent(CONTENT);
  }

  @Test
  void refusesAndRemovesAFileWithAnotherChecksum() {
    Remote honest = mirror.serve("a.deb", CONTENT);
    Remote remote = new Remote(honest.uri(), "a.deb", CONTENT.length, "0".repeat(64));

    assertThatThrownBy(() -> downloader.download(remote, directory.resolve("a.deb"), _ -> {}))
        .isInstanceOfSatisfying(
            UserError.class,
            error ->
                assertThat(error.render())
                    .contains("expected " + "0".repeat(64) + ", found " + honest.sha256()));
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void touchesNoNetworkForAFileThatIsThere() throws Exception {
    Remote remote = mirror.serve("a.deb", CONTENT);
    Files.write(directory.resolve("a.deb"), CONTENT);

    downloader.download(remote, directory.resolve("a.deb"), _ -> {});

    assertThat(mirror.requests()).isEmpty();
  }

  @Test
  void doesNotRepeatWhatTheServerDoesNotHave() {
    Remote remote = mirror.answering(404).serve("a.deb", CONTENT);

    assertThatThrownBy(() -> downloader.download(remote, directory.resolve("a.deb"), _ -> {}))
        .isInstanceOfSatisfying(
            UserError.class, error -> assertThat(error.exitCode()).isEqualTo(ExitCode.UNREACHABLE))
        .hasMessageContaining("status 404");
    assertThat(mirror.requests()).hasSize(1);
  }

  @Test
  void givesUpOnAServerThatKeepsFailing() {
    Remote remote = mirror.answering(503).serve("a.deb", CONTENT);

    assertThatThrownBy(() -> downloader.download(remote, directory.resolve("a.deb"), _ -> {}))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("status 503");
    assertThat(mirror.requests()).hasSize(3);
  }

  @Test
  void givesUpOnAServerThatSaysNothing() throws Exception {
    Downloader hasty =
        new Downloader(
            HttpClient.newHttpClient(), 2, Duration.ofMillis(200), Duration.ofMillis(10));
    try (ServerSocket silent = new ServerSocket(0)) {
      URI uri = URI.create("http://user:secret@127.0.0.1:" + silent.getLocalPort() + "/a.deb");
      Remote remote = new Remote(uri, "a.deb", 10, "0".repeat(64));

      assertThatThrownBy(() -> hasty.download(remote, directory.resolve("a.deb"), _ -> {}))
          .isInstanceOfSatisfying(
              UserError.class, error -> assertThat(error.render()).doesNotContain("secret"))
          .hasMessageContaining("does not answer in time");
    }
  }

  private static byte[] content() {
    byte[] bytes = new byte[300_000];
    new Random(7).nextBytes(bytes);
    return bytes;
  }
}
