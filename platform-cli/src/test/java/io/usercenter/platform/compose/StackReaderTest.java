package io.usercenter.platform.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.platform.stack.Mount;
import io.usercenter.platform.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackReaderTest {

  @TempDir private Path directory;

  @Test
  void takesWhatIsMountedReadOnlyForConfigurationUnlessItIsLive() throws IOException {
    Path file = directory.resolve("compose.yml");
    Files.writeString(
        file,
        """
        services:
          a:
            image: a
            volumes: [/etc/a:/etc/a:ro, /var/log:/logs:ro, /srv:/srv]
            x-platform: {live: [/logs]}
        """);
    LoadRequest.Overrides overrides = new LoadRequest.Overrides("test", null, List.of());

    Stack stack =
        StackReader.read(
            ComposeLoader.load(
                new LoadRequest(directory, List.of(file), List.of(), Map.of(), overrides)));

    assertThat(stack.service("a").orElseThrow().mounts())
        .containsExactly(
            new Mount.Bind("/etc/a", Path.of("/etc/a"), true),
            new Mount.Bind("/logs", Path.of("/var/log"), false),
            new Mount.Bind("/srv", Path.of("/srv"), false));
  }
}
