package io.usercenter.user.api;

import io.usercenter.user.config.Address;
import io.usercenter.user.config.Etcd;
import io.usercenter.user.config.Section;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * go-zero's {@code RpcClientConf}: how to call the gRPC service.
 *
 * @param lazy an explicit {@code NonBlock: true}: the start does not wait for the service
 */
public record UserRpc(SocketAddress address, Duration timeout, boolean lazy) {
  private static final Address DEFAULT = new Address("rpc", 8080);

  static UserRpc read(Section block) {
    Etcd.refuse(block, "name the service in Endpoints");
    if (!block.text("App", "").isEmpty() || !block.text("Token", "").isEmpty()) {
      block.remark("App", "has no effect: the rpc does not check App and Token");
    }
    if (block.has("KeepaliveTime")) {
      block.duration("KeepaliveTime", Duration.ofSeconds(20));
      block.remark("KeepaliveTime", "has no effect: readiness is asked every two seconds");
    }
    Address address = address(block);
    return new UserRpc(
        SocketAddress.inetSocketAddress(address.port(), address.host()),
        block.timeout("Timeout", Duration.ofSeconds(2)),
        block.flag("NonBlock", false));
  }

  private static Address address(Section block) {
    List<String> endpoints = block.texts("Endpoints");
    String target = block.text("Target", "");
    if (endpoints.isEmpty()) {
      return target.isEmpty() ? DEFAULT : known(block, "Target", target, target(target));
    }
    Optional<Address> address =
        endpoints.size() == 1 ? Address.parse(endpoints.getFirst()) : Optional.empty();
    return known(block, "Endpoints", String.join(", ", endpoints), address);
  }

  /** gRPC's target names, as far as one address is meant. */
  private static Optional<Address> target(String text) {
    return Address.parse(text.replaceFirst("^(?:dns|direct|passthrough):///", ""));
  }

  private static Address known(Section block, String key, String text, Optional<Address> address) {
    return address
        .filter(a -> !a.host().isEmpty())
        .orElseGet(() -> {
          boolean list = key.equals("Endpoints");
          block.wrong(
              key,
              text,
              list ? "a list of one HOST:PORT" : "HOST:PORT or dns:///HOST:PORT",
              list ? "[\"rpc:8080\"]" : "dns:///rpc:8080");
          return DEFAULT;
        });
  }
}
