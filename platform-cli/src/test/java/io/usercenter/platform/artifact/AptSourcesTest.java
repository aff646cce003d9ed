package io.usercenter.platform.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AptSourcesTest {

  @TempDir private Path etc;

  @BeforeEach
  void makeParts() throws IOException {
    Files.createDirectories(etc.resolve("sources.list.d"));
  }

  @Test
  void readsParagraphsAndPassesOverDisabledAndForeignOnes() throws IOException {
    Files.writeString(
        etc.resolve("sources.list.d/debian.sources"),
        """
        Types: deb
        Enabled: no
        URIs: http://disabled.example/debian
        Suites: bookworm
        Components: main

        Types: deb
        URIs: http://security.example/debian-security
        Suites: bookworm-security
        Components: main

        # a comment
        Types: deb deb-src
        URIs: http://mirror.example/debian
        Suites: bookworm
          bookworm-updates
        Components: main contrib
        """);

    assertThat(new AptSources(etc).debianMirror()).hasValue("http://mirror.example/debian");
  }

  @Test
  void readsLinesWithOptions() throws IOException {
    Files.writeString(
        etc.resolve("sources.list"),
        """
        # deb http://commented.example/debian trixie main
        deb-src http://source.example/debian trixie main
        deb [arch=amd64 signed-by=/usr/share/keyrings/x.gpg] http://line.example/debian trixie main
        """);

    assertThat(new AptSources(etc).debianMirror()).hasValue("http://line.example/debian");
  }

  @Test
  void findsNothingOnADerivative() throws IOException {
    Files.writeString(
        etc.resolve("sources.list"), "deb http://archive.example/ubuntu noble main universe\n");

    assertThat(new AptSources(etc).debianMirror()).isEmpty();
  }
}
