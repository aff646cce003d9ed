package io.usercenter.platform.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProofsTest {
  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final String RUN = "2026-01-02T03:04:05.678901234Z";

  @TempDir Path directory;

  @Test
  void holdsForTheRunThatPassed() {
    Proofs proofs = new Proofs(directory.resolve("proofs"));

    assertThat(proofs.hold("a", RUN, INTERVAL)).isFalse();
    proofs.add("a", RUN);

    assertThat(proofs.hold("a", RUN, INTERVAL)).isTrue();
    assertThat(proofs.hold("b", RUN, INTERVAL)).isFalse();
    assertThat(proofs.hold("a", "2026-01-02T03:05:05.678901234Z", INTERVAL)).isFalse();
  }

  @Test
  void isNoOlderThanTheEnginesOwnWouldBe() throws Exception {
    Proofs proofs = new Proofs(directory);
    proofs.add("a", RUN);
    Instant before = Instant.now().minus(INTERVAL);

    Files.setLastModifiedTime(directory.resolve("a"), FileTime.from(before));

    assertThat(proofs.hold("a", RUN, INTERVAL)).isFalse();
    assertThat(proofs.hold("a", RUN, INTERVAL.multipliedBy(2))).isTrue();
  }

  @Test
  void forgetsWhatIsGone() {
    Proofs proofs = new Proofs(directory.resolve("proofs"));
    proofs.keep(Set.of());
    proofs.add("a", RUN);
    proofs.add("b", RUN);

    proofs.keep(Set.of("b"));

    assertThat(proofs.hold("a", RUN, INTERVAL)).isFalse();
    assertThat(proofs.hold("b", RUN, INTERVAL)).isTrue();
  }
}
