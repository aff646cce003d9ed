package io.usercenter.platform.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishingTest {

  @TempDir Path directory;

  private String ports(int offset, String host) throws IOException {
    Files.writeString(
        directory.resolve("compose.yml"),
        "name: shop\nservices: {api: {image: 'a:1', ports: ['127.0.0.1:8080:80', '90', '9000-9001:9000-9001']}}\n");
    Project project =
        ComposeLoader.load(
            new LoadRequest(
                directory, List.of(directory.resolve("compose.yml")), List.of(), Map.of()));
    return String.valueOf(
        Publishing.moved(project, offset, host)
            .services()
            .getOrDefault("api", Map.of())
            .get("ports"));
  }

  @Test
  void movesEveryPublishedPortAndLeavesThoseTheEngineChooses() throws IOException {
    assertThat(ports(700, ""))
        .contains("published=8780", "published=9700", "published=9701", "host_ip=127.0.0.1")
        .containsOnlyOnce("target=90,")
        .doesNotContain("published=790");
  }

  @Test
  void publishesOnTheAddressThatIsAskedFor() throws IOException {
    assertThat(ports(0, "0.0.0.0")).contains("host_ip=0.0.0.0").doesNotContain("127.0.0.1");
  }
}
