package io.usercenter.user.api;

import io.usercenter.user.config.Section;
import io.usercenter.user.metric.Prometheus;
import io.usercenter.user.program.Startup;
import io.usercenter.user.trace.Telemetry;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.List;

/** {@code user-api.yaml}. */
public record ApiConfig(
    String name,
    Rest rest,
    Startup startup,
    Prometheus prometheus,
    Telemetry telemetry,
    UserRpc userRpc,
    ErrorForm errors) {

  /**
   * The listener.
   *
   * @param maxConns requests under way at once; more are refused
   */
  public record Rest(String host, int port, Duration timeout, int maxConns) {}

  /** How to call the gRPC service. */
  public record UserRpc(SocketAddress address, Duration timeout) {}

  public static ApiConfig read(Section root) {
    String name = root.text("Name");
    root.choice("Mode", "pro", "dev", "test", "rt", "pre");
    return new ApiConfig(
        name,
        new Rest(
            root.text("Host", "0.0.0.0"),
            root.port("Port", 8888),
            root.duration("Timeout", Duration.ofSeconds(3)),
            root.integer("MaxConns", 10_000, 1, 1_000_000)),
        Startup.read(root),
        Prometheus.read(root.section("Prometheus")),
        Telemetry.read(root.section("Telemetry"), name),
        userRpc(root.section("UserRpc")),
        root.choice("Compat", "none", "go-zero").equals("none")
            ? ErrorForm.PROBLEM
            : ErrorForm.GO_ZERO);
  }

  private static UserRpc userRpc(Section block) {
    List<String> endpoints = block.present() ? block.texts("Endpoints") : List.of("rpc:8080");
    Duration timeout = block.duration("Timeout", Duration.ofSeconds(2));
    String endpoint = endpoints.size() == 1 ? endpoints.getFirst() : "";
    int colon = endpoint.lastIndexOf(':');
    try {
      int port = Integer.parseInt(endpoint.substring(colon + 1));
      if (colon > 0 && port > 0 && port < 65_536) {
        return new UserRpc(
            SocketAddress.inetSocketAddress(port, endpoint.substring(0, colon)), timeout);
      }
    } catch (NumberFormatException e) {
      // told below, like a port outside the range
    }
    block.wrong(
        "Endpoints", String.join(", ", endpoints), "a list of one HOST:PORT", "[\"rpc:8080\"]");
    return new UserRpc(SocketAddress.inetSocketAddress(8080, "localhost"), timeout);
  }
}
