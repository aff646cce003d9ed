package io.usercenter.platform.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrafanaTest {

  private static final String JSON =
      "{\"uid\": \"a\", \"title\": \"A\", \"panels\": [{\"id\": 1, \"title\": \"Up\"}]}";

  @TempDir Path directory;
  private GrafanaStandIn server;

  @BeforeEach
  void start() throws Exception {
    server = new GrafanaStandIn();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Dashboard dashboard() throws Exception {
    Path file = directory.resolve("servers").resolve("a.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, JSON);
    return Dashboard.read(directory, file);
  }

  @Test
  void savesIntoTheFolderAndFindsTheSameAgain() throws Exception {
    try (Grafana grafana = server.client(GrafanaStandIn.PASSWORD)) {
      assertThat(grafana.find("a")).isEmpty();

      grafana.save(dashboard());

      assertThat(server.folders).containsExactly("servers");
      assertThat(grafana.find("a"))
          .hasValueSatisfying(remote -> {
            assertThat(remote.folder()).isEqualTo("servers");
            assertThat(remote.json()).contains("\"version\":3");
          });
      assertThat(Exchange.differences(dashboard(), grafana.find("a").orElseThrow())).isEmpty();
    }
  }

  @Test
  void makesAFolderOnce() throws Exception {
    server.folders.add("servers");
    try (Grafana grafana = server.client(GrafanaStandIn.PASSWORD)) {
      grafana.save(dashboard());
    }

    assertThat(server.folders).containsExactly("servers");
    assertThat(server.requests).doesNotContain("POST /api/folders");
  }

  @Test
  void saysWhatDiffers() throws Exception {
    Map<String, Object> other = new LinkedHashMap<>();
    other.put("uid", "a");
    other.put("title", "B");
    other.put("panels", List.of(Map.of("id", 1, "title", "Up"), Map.of("id", 2)));
    server.put("servers", other);
    try (Grafana grafana = server.client(GrafanaStandIn.PASSWORD)) {
      assertThat(Exchange.differences(dashboard(), grafana.find("a").orElseThrow()))
          .containsExactly(
              new Exchange.Difference("panels[1]", "", "{\"id\":2}"),
              new Exchange.Difference("title", "\"A\"", "\"B\""));
    }
  }

  @Test
  void saysWhoIsRefused() {
    try (Grafana grafana = server.client("another")) {
      assertThatThrownBy(() -> grafana.find("a"))
          .isInstanceOfSatisfying(
              UserError.class,
              error -> {
                assertThat(error.exitCode()).isEqualTo(ExitCode.REFUSED);
                assertThat(error.render())
                    .contains("refuses 'admin'", "Invalid username or password")
                    .doesNotContain("another");
              });
    }
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    Grafana grafana = server.client(GrafanaStandIn.PASSWORD);
    server.close();

    try (grafana) {
      assertThatThrownBy(() -> grafana.find("a"))
          .isInstanceOfSatisfying(
              UserError.class,
              error -> assertThat(error.exitCode()).isEqualTo(ExitCode.UNREACHABLE));
    }
  }

  @Test
  void refusesWhatIsNoAddress() {
    assertThatThrownBy(() -> new Grafana.Site(URI.create("file:///etc/passwd"), "", ""))
        .isInstanceOfSatisfying(
            UserError.class, error -> assertThat(error.exitCode()).isEqualTo(ExitCode.USAGE));
  }

  @Test
  void writesWhatAServerHasBelowTheDirectoryOnly() throws Exception {
    Files.createDirectories(directory.resolve("in"));

    Library.read(directory.resolve("in"))
        .write(new Grafana.Remote("../../b", "../..", false, "{\"uid\": \"b\", \"version\": 9}"));

    try (var files = Files.walk(directory)) {
      List<Path> written = files.filter(Files::isRegularFile).toList();
      assertThat(written)
          .singleElement()
          .satisfies(file -> {
            assertThat(file.normalize()).startsWith(directory.resolve("in"));
            assertThat(Files.readString(file)).contains("\"uid\": \"b\"").doesNotContain("version");
          });
    }
  }
}
