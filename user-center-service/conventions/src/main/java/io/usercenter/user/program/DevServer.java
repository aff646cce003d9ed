package io.usercenter.user.program;

import io.usercenter.user.config.Section;

/**
 * go-zero's {@code DevServer} block. Without the block there is no such server.
 *
 * @param metrics whether {@code metricsPath} is served
 */
public record DevServer(
    boolean enabled,
    String host,
    int port,
    String metricsPath,
    boolean metrics,
    String healthPath,
    String healthResponse) {

  public static DevServer read(Section block) {
    if (!block.present()) {
      return new DevServer(false, "", 6060, "", false, "", "");
    }
    if (block.has("EnablePprof") && block.flag("EnablePprof", true)) {
      block.remark("EnablePprof", "has no effect: a JVM is profiled with jcmd and JFR");
    }
    return new DevServer(
        block.flag("Enabled", true),
        block.text("Host", "0.0.0.0"),
        block.port("Port", 6060),
        block.text("MetricsPath", "/metrics"),
        block.flag("EnableMetrics", true),
        block.text("HealthPath", "/healthz"),
        block.text("HealthResponse", "OK"));
  }
}
