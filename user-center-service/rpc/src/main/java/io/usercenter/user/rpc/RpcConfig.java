package io.usercenter.user.rpc;

import io.usercenter.user.config.Section;
import io.usercenter.user.metric.Prometheus;
import io.usercenter.user.program.Startup;
import io.usercenter.user.store.DataSource;
import io.usercenter.user.store.RedisNode;
import io.usercenter.user.trace.Telemetry;
import java.util.List;

/** {@code user-rpc.yaml}. */
public record RpcConfig(
    Listen listen,
    Startup startup,
    Prometheus prometheus,
    Telemetry telemetry,
    RedisNode redis,
    DataSource database) {

  /** {@code ListenOn}. */
  public record Listen(String host, int port) {}

  public static RpcConfig read(Section root) {
    String name = root.text("Name");
    root.choice("Mode", "pro", "dev", "test", "rt", "pre");
    return new RpcConfig(
        listen(root),
        Startup.read(root),
        Prometheus.read(root.section("Prometheus")),
        Telemetry.read(root.section("Telemetry"), name),
        redis(root),
        root.section("Database")
            .parsed("PGDataSource", DataSource::parse)
            .orElseGet(() -> new DataSource("localhost", 5432, "", "", "", "disable")));
  }

  private static Listen listen(Section root) {
    String address = root.text("ListenOn", "0.0.0.0:8080");
    int colon = address.lastIndexOf(':');
    try {
      int port = Integer.parseInt(address.substring(colon + 1));
      if (colon >= 0 && port > 0 && port < 65_536) {
        return new Listen(colon == 0 ? "0.0.0.0" : address.substring(0, colon), port);
      }
    } catch (NumberFormatException e) {
      // told below, like a port outside the range
    }
    if (!address.isEmpty()) {
      root.wrong("ListenOn", address, "HOST:PORT", "0.0.0.0:8080");
    }
    return new Listen("0.0.0.0", 8080);
  }

  /** {@code Cache} and {@code Redis} name the same node in the ancestor's files; one is enough. */
  private static RedisNode redis(Section root) {
    List<RedisNode> cache = root.sections("Cache").stream().map(RedisNode::read).toList();
    if (cache.size() > 1) {
      root.wrong("Cache", cache.size() + " nodes", "one node so far", "one list entry");
    }
    Section redis = root.section("Redis");
    if (cache.isEmpty() || redis.present()) {
      RedisNode node = RedisNode.read(redis);
      return cache.isEmpty() ? node : cache.getFirst();
    }
    return cache.getFirst();
  }
}
