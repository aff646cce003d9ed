package io.usercenter.user.config;

import java.time.Duration;

/**
 * A {@code Redis} or {@code Cache} block: one node.
 *
 * @param tls encrypted, but as in go-zero without a look at the certificate
 * @param lazy an explicit {@code NonBlock: true}: the start does not wait for the node
 * @param pingTimeout how long the node may take to answer at start
 */
public record RedisNode(
    Address node, String password, boolean tls, boolean lazy, Duration pingTimeout) {

  public static RedisNode read(Section block) {
    String address = block.text("Host");
    if (!block.choice("Type", "node", "cluster").equals("node")) {
      block.unsupported(
          "Type", "this service speaks to one node, not to a Redis Cluster", "write 'Type: node'");
    }
    return new RedisNode(
        node(block, address),
        block.text("Pass", ""),
        block.flag("Tls", false),
        block.flag("NonBlock", false),
        block.duration(
            "PingTimeout", Duration.ofSeconds(1), Duration.ofMillis(1), Duration.ofMinutes(1)));
  }

  private static Address node(Section block, String address) {
    return Address.parse(address)
        .filter(parsed -> !parsed.host().isEmpty())
        .orElseGet(() -> {
          if (!address.isEmpty()) {
            block.wrong("Host", address, "HOST:PORT", "redis:6379");
          }
          return new Address("localhost", 6379);
        });
  }

  public String address() {
    return node.toString();
  }

  @Override
  public String toString() {
    return address();
  }
}
