package io.usercenter.platform.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How long to wait for each service. */
final class TimeoutFlag {

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "3m",
      converter = DurationText.class,
      description = "How long each service may take to get ready, such as 90s or 5m. Default: 3m.")
  Duration timeout;
}
