package io.usercenter.platform.image;

import com.fasterxml.jackson.jr.ob.JSON;
import io.usercenter.platform.image.ImageSpec.Setup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An image's configuration as engines store it (image-spec, config.md), the same for the same. */
record ImageConfig(Setup setup, Map<String, String> labels, List<Layer> layers) {

  private static final String CREATED = Instant.ofEpochSecond(TarWriter.SECONDS).toString();
  private static final long SECOND_NANOS = 1_000_000_000L;

  byte[] json() throws IOException {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("architecture", architecture());
    document.put("config", config());
    document.put("created", CREATED);
    document.put("history", layers.stream().map(ImageConfig::history).toList());
    document.put("os", "linux");
    Map<String, Object> files = new LinkedHashMap<>();
    files.put("type", "layers");
    files.put("diff_ids", layers.stream().map(layer -> "sha256:" + layer.digest()).toList());
    document.put("rootfs", files);
    return JSON.std.asString(document).getBytes(StandardCharsets.UTF_8);
  }

  private Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("User", setup.user());
    config.put("ExposedPorts", keys(setup.ports()));
    config.put(
        "Env",
        setup.environment().entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .toList());
    putWords(config, "Entrypoint", setup.entrypoint());
    putWords(config, "Cmd", setup.command());
    if (!setup.health().isEmpty()) {
      config.put("Healthcheck", health());
    }
    config.put("Volumes", keys(setup.volumes()));
    config.put("WorkingDir", setup.directory());
    setup.stopSignal().ifPresent(signal -> config.put("StopSignal", signal));
    config.put("Labels", new TreeMap<>(labels));
    return config;
  }

  private static void putWords(Map<String, Object> config, String key, List<String> words) {
    if (!words.isEmpty()) {
      config.put(key, words);
    }
  }

  private Map<String, Object> health() {
    Map<String, Object> health = new LinkedHashMap<>();
    health.put("Test", Stream.concat(Stream.of("CMD"), setup.health().stream()).toList());
    health.put("Interval", 5 * SECOND_NANOS);
    health.put("Timeout", 2 * SECOND_NANOS);
    health.put("StartPeriod", 15 * SECOND_NANOS);
    return health;
  }

  private static Map<String, Map<String, String>> keys(List<String> names) {
    return names.stream()
        .collect(
            Collectors.toMap(
                Function.identity(), _ -> Map.<String, String>of(), (one, _) -> one, TreeMap::new));
  }

  private static Map<String, Object> history(Layer layer) {
    Map<String, Object> history = new LinkedHashMap<>();
    history.put("created", CREATED);
    history.put("created_by", "platform images build: " + layer.origin());
    return history;
  }

  static String architecture() {
    return switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
      case "aarch64", "arm64" -> "arm64";
      default -> "amd64";
    };
  }
}
