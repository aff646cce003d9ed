package io.usercenter.user.program;

import io.usercenter.user.config.Mode;
import io.usercenter.user.config.Section;
import io.usercenter.user.metric.Prometheus;
import io.usercenter.user.trace.Telemetry;
import java.time.Duration;

/**
 * go-zero's {@code ServiceConf}: what every program has.
 *
 * @param passwordTimeout of what hashes a password, where that is longer than the usual timeout
 */
public record ServiceConfig(
    String name,
    Mode mode,
    Startup startup,
    Prometheus prometheus,
    DevServer devServer,
    Telemetry telemetry,
    Duration passwordTimeout) {

  public static ServiceConfig read(Section root) {
    String name = root.text("Name");
    return new ServiceConfig(
        name,
        Mode.read(root),
        Startup.read(root),
        Prometheus.read(root.section("Prometheus")),
        DevServer.read(root.section("DevServer")),
        Telemetry.read(root.section("Telemetry"), name),
        root.timeout("PasswordTimeout", Duration.ofSeconds(10)));
  }

  /** What hashes a password has at least as long as all else. */
  public Duration passwordTimeout(Duration usual) {
    return passwordTimeout.compareTo(usual) > 0 ? passwordTimeout : usual;
  }
}
