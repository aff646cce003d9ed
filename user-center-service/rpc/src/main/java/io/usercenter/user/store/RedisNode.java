package io.usercenter.user.store;

import io.usercenter.user.config.Section;
import java.util.regex.Pattern;

/** A {@code Redis} or {@code Cache} block: one node. */
public record RedisNode(String host, int port, String password) {
  private static final Pattern ADDRESS =
      Pattern.compile("[^\\s:]+:(\\d{1,4}|[1-5]\\d{4}|6[0-5]\\d{3})");

  public static RedisNode read(Section block) {
    String address = block.text("Host");
    if (!block.choice("Type", "node", "cluster").equals("node")) {
      block.wrong("Type", "cluster", "node, the only type supported so far", "node");
    }
    String password = block.text("Pass", "");
    if (!ADDRESS.matcher(address).matches()) {
      if (!address.isEmpty()) {
        block.wrong("Host", address, "HOST:PORT", "redis:6379");
      }
      return new RedisNode("localhost", 6379, password);
    }
    int colon = address.indexOf(':');
    return new RedisNode(
        address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)), password);
  }

  public String address() {
    return host + ":" + port;
  }

  @Override
  public String toString() {
    return address();
  }
}
