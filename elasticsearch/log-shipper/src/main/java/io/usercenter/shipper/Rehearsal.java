package io.usercenter.shipper;

import io.usercenter.shipper.file.LogSources;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;

/** Follows a log of its own, so that an AOT cache holds what reads, parses and keeps lines. */
final class Rehearsal {

  private static final int ROUNDS = 300;

  private Rehearsal() {}

  /** Elasticsearch need not be there. */
  static void run(Settings settings) throws IOException, InterruptedException {
    Path logs = settings.state().resolve("rehearsal");
    Path log = Files.createDirectories(logs.resolve("rehearsal")).resolve("output.log");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < ROUNDS; i++) {
      Instant now = Instant.now();
      lines.append(
          "{\"@timestamp\":\"%s\",\"log.level\":\"info\",\"message\":\"line %d\",\"trace.id\":\"0af7\"}\n"
              .formatted(now, i));
      lines.append(now).append(" warn line ").append(i).append("\n\tat its.Place\n");
      lines.append("1:M 24 Nov 2026 10:00:00.000 * line ").append(i).append('\n');
      lines.append("ts=").append(now).append(" level=info msg=\"line ").append(i).append("\"\n");
    }
    Files.writeString(log, lines);
    Settings own =
        new Settings(
            settings.admin(),
            settings.elasticsearch(),
            new LogSources.OfProcesses(logs),
            logs.resolve("state"),
            settings.spoolBytes(),
            settings.keepDays(),
            settings.keepBytes());
    try (Shipper shipper = new Shipper(own, Clock.systemUTC(), _ -> {})) {
      Thread.sleep(1000);
      String host = own.admin().getAddress().getHostAddress();
      URI metrics = URI.create("http://" + host + ":" + shipper.port() + "/metrics");
      try (InputStream in = metrics.toURL().openStream()) {
        in.readAllBytes();
      }
    }
  }
}
