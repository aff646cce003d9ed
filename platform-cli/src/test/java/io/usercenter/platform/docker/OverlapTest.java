package io.usercenter.platform.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverlapTest {

  private static final Map<String, Object> TESTED =
      Map.of("healthcheck", Map.of("test", List.of("CMD", "true")));

  @Test
  void letsServicesOverlapThatHoldNothingAlone() {
    Map<String, Object> fields = new HashMap<>(TESTED);
    fields.put("ports", List.of(Map.of("target", 80)));
    fields.put(
        "volumes",
        List.of(
            Map.of("type", "bind", "source", "/etc", "target", "/conf", "read_only", true),
            Map.of("type", "tmpfs", "target", "/tmp")));

    boolean possible = Overlap.isPossible(fields, image(List.of(), Set.of()), List.of());

    assertThat(possible).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a published port | {\"ports\": [{\"target\": 80, \"published\": \"8080\"}]}",
        "a writable volume | {\"volumes\": [{\"type\": \"volume\", \"source\": \"data\"}]}",
        "a writable directory | {\"volumes\": [{\"type\": \"bind\", \"source\": \"/data\"}]}",
        "the host's network | {\"network_mode\": \"host\"}",
        "a fixed address | {\"networks\": {\"default\": {\"ipv4_address\": \"10.0.0.2\"}}}",
        "a wish | {\"deploy\": {\"update_config\": {\"order\": \"stop-first\"}}}",
        "no health test | {\"healthcheck\": {\"disable\": true}}"
      })
  void keepsApart(String reason, String json) throws Exception {
    Map<String, Object> fields = new HashMap<>(TESTED);
    fields.putAll(com.fasterxml.jackson.jr.ob.JSON.std.mapFrom(json));

    boolean possible = Overlap.isPossible(fields, image(List.of(), Set.of()), List.of());

    assertThat(possible).as(reason).isFalse();
  }

  @Test
  void asksTheImageForItsHealthTestAndVolumes() {
    List<String> test = List.of("CMD", "true");

    assertThat(Overlap.isPossible(Map.of(), image(test, Set.of()), List.of())).isTrue();
    assertThat(Overlap.isPossible(Map.of(), image(List.of(), Set.of()), List.of())).isFalse();
    assertThat(Overlap.isPossible(Map.of(), image(test, Set.of("/data")), List.of())).isFalse();
  }

  @Test
  void keepsApartWhatTheFormerContainerPublishes() {
    Container former =
        new Container(Map.of("Ports", List.of(Map.of("PrivatePort", 80, "PublicPort", 8080))));

    boolean possible = Overlap.isPossible(TESTED, image(List.of(), Set.of()), List.of(former));

    assertThat(possible).isFalse();
  }

  private static Images.Image image(List<String> healthTest, Set<String> volumes) {
    return new Images.Image("sha256:1", healthTest, Map.of(), volumes);
  }
}
