package io.usercenter.user.program;

import io.usercenter.user.config.Mode;
import io.usercenter.user.config.Section;
import io.usercenter.user.metric.Prometheus;
import io.usercenter.user.trace.Telemetry;

/** go-zero's {@code ServiceConf}: what every program has. */
public record ServiceConfig(
    String name,
    Mode mode,
    Startup startup,
    Prometheus prometheus,
    DevServer devServer,
    Telemetry telemetry) {

  public static ServiceConfig read(Section root) {
    String name = root.text("Name");
    return new ServiceConfig(
        name,
        Mode.read(root),
        Startup.read(root),
        Prometheus.read(root.section("Prometheus")),
        DevServer.read(root.section("DevServer")),
        Telemetry.read(root.section("Telemetry"), name));
  }
}
