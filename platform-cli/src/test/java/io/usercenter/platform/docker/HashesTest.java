package io.usercenter.platform.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.platform.plan.Fingerprint;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HashesTest {

  private static Fingerprint fingerprint(Map<String, Object> values) {
    TreeMap<String, String> fields = new TreeMap<>();
    values.forEach((key, value) -> Hashes.add(key, value, fields));
    return new Fingerprint(fields);
  }

  @Test
  void namesTheFieldThatDiffersFromWhatALabelSays() {
    Fingerprint before =
        fingerprint(
            Map.of("image", "a:1", "environment", Map.of("A", "1"), "command", List.of("x")));
    Fingerprint now =
        fingerprint(
            Map.of("image", "a:1", "environment", Map.of("A", "2"), "command", List.of("x")));

    Fingerprint read = Hashes.read(Hashes.write(before)).orElseThrow();

    assertThat(now.changedFields(read)).containsExactly("environment.A");
  }

  @Test
  void readsNothingFromALabelThatSomebodyChanged() {
    String label = Hashes.write(fingerprint(Map.of("image", "a:1")));

    assertThat(Hashes.read(label.replaceFirst("\\.[0-9a-f]{4}", ".0000"))).isEmpty();
    assertThat(Hashes.read(label.substring(0, label.length() / 2))).isEmpty();
    assertThat(Hashes.read("4be1a2")).isEmpty();
    assertThat(Hashes.read("2." + label.substring(2))).isEmpty();
  }

  /** An upgrade that writes labels otherwise would recreate every container. */
  @Test
  void writesWhatEarlierReleasesWrote() {
    Fingerprint fingerprint = fingerprint(Map.of("image", "a:1", "tty", true));

    assertThat(fingerprint.fields())
        .containsEntry("image", "2b2c40a670")
        .containsEntry("tty", "b5bea41b6c");
    assertThat(Hashes.write(fingerprint)).startsWith("1.");
  }
}
