package io.usercenter.user.rpc;

import io.usercenter.user.call.UsersMethods;
import io.usercenter.user.config.Address;
import io.usercenter.user.config.Etcd;
import io.usercenter.user.config.Mode;
import io.usercenter.user.config.Section;
import io.usercenter.user.config.Stores;
import io.usercenter.user.program.ServiceConfig;
import io.usercenter.user.search.SearchConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code user-rpc.yaml}, go-zero's {@code RpcServerConf}.
 *
 * @param sessionExpiry how long a refresh token is good
 * @param fallbackReads reads of the database at once while Redis does not answer
 */
public record RpcConfig(
    ServiceConfig service,
    Listener listener,
    Stores stores,
    Duration sessionExpiry,
    int fallbackReads,
    Optional<SearchConfig> search) {
  private static final Address DEFAULT = new Address("0.0.0.0", 8080);
  private static final List<String> MIDDLEWARES =
      List.of("Trace", "Recover", "Stat", "Prometheus", "Breaker");

  /**
   * The gRPC port.
   *
   * @param cpuThreshold per mille at which calls are refused; 0 is off
   * @param timeouts those of single methods, by {@code /service/method}
   * @param health whether grpc.health.v1 is served
   */
  public record Listener(
      Address address,
      Duration timeout,
      Map<String, Duration> timeouts,
      int cpuThreshold,
      boolean health) {

    Duration timeoutOf(String method) {
      return timeouts.getOrDefault(method, timeout);
    }
  }

  /** For the program that listens for gRPC. */
  static RpcConfig read(Section root) {
    ServiceConfig service = ServiceConfig.read(root);
    middlewares(root.section("Middlewares"));
    if (!root.hasBlock("Auth") && root.flag("Auth", false)) {
      root.unsupported(
          "Auth", "calls by app and token are not checked", "remove it, or write 'Auth: false'");
    }
    if (root.flag("StrictControl", false)) {
      root.remark("StrictControl", "has no effect: it belongs to 'Auth', which is not supported");
    }
    Etcd.refuse(root, "let callers name the address, or a DNS name, in Endpoints");
    return read(root, service, listener(root, service));
  }

  /** For a program that has no gRPC port. */
  public static RpcConfig readWithoutListener(Section root) {
    Duration timeout = Section.LONGEST_TIMEOUT;
    return read(root, ServiceConfig.read(root), new Listener(DEFAULT, timeout, Map.of(), 0, false));
  }

  private static RpcConfig read(Section root, ServiceConfig service, Listener listener) {
    return new RpcConfig(
        service,
        listener,
        Stores.read(root),
        sessionExpiry(root),
        root.integer("FallbackReads", 128, 1, 10_000),
        SearchConfig.read(root.section("Search")));
  }

  /** In seconds, as go-zero's {@code AccessExpire} beside it. */
  private static Duration sessionExpiry(Section root) {
    int month = Math.toIntExact(Duration.ofDays(30).toSeconds());
    int year = Math.toIntExact(Duration.ofDays(366).toSeconds());
    return Duration.ofSeconds(
        root.hasBlock("Auth")
            ? root.section("Auth").integer("RefreshExpire", month, 1, year)
            : month);
  }

  private static Listener listener(Section root, ServiceConfig service) {
    Duration timeout = root.timeout("Timeout", Duration.ofSeconds(2));
    int threshold = root.integer("CpuThreshold", 900, 0, 999);
    return new Listener(
        address(root),
        timeout,
        timeouts(root, service.passwordTimeout(timeout)),
        service.mode() == Mode.PRO ? threshold : 0,
        root.flag("Health", true));
  }

  private static Address address(Section root) {
    String text = root.text("ListenOn", DEFAULT.toString());
    return Address.parse(text)
        .map(a -> a.host().isEmpty() ? new Address(DEFAULT.host(), a.port()) : a)
        .orElseGet(() -> {
          root.wrong("ListenOn", text, "HOST:PORT", DEFAULT);
          return DEFAULT;
        });
  }

  private static Map<String, Duration> timeouts(Section root, Duration passwordTimeout) {
    Map<String, Duration> timeouts = new HashMap<>();
    UsersMethods.HASHING.forEach(method -> timeouts.put(method.path(), passwordTimeout));
    for (Section method : root.sections("MethodTimeouts")) {
      timeouts.put(method.text("FullMethod"), method.timeout("Timeout", Duration.ofSeconds(2)));
    }
    return Map.copyOf(timeouts);
  }

  private static void middlewares(Section block) {
    for (String name : MIDDLEWARES) {
      if (block.has(name) && !block.flag(name, true)) {
        block.remark(name, "has no effect: it is always on");
      }
    }
  }
}
