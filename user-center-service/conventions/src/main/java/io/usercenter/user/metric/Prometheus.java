package io.usercenter.user.metric;

import io.usercenter.user.config.Section;

/** The {@code Prometheus} block: where this program is scraped. */
public record Prometheus(String host, int port, String path) {

  public static Prometheus read(Section block) {
    return new Prometheus(
        block.text("Host", ""), block.port("Port", 9101), block.text("Path", "/metrics"));
  }
}
