package io.usercenter.platform.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The units of Grafana, from its published library @grafana/data. */
final class Units {

  private static final Set<String> KNOWN = load();

  private Units() {}

  static boolean known(String unit) {
    return KNOWN.contains(unit) || unit.matches("(suffix|prefix|time|si|count|currency|bool):.+");
  }

  private static Set<String> load() {
    try (InputStream in = Objects.requireNonNull(Units.class.getResourceAsStream("units.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
