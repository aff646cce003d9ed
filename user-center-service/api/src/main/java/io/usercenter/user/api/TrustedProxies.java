package io.usercenter.user.api;

import io.netty.util.NetUtil;
import io.usercenter.user.config.Section;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The proxies whose word on who the client is counts: {@code TrustedProxies}, CIDR blocks, or
 * {@code connected} for the networks this machine is connected to, which a container learns when it
 * starts.
 */
final class TrustedProxies {
  /** An IPv6 client has a whole network of addresses (RFC 6177). */
  private static final int CLIENT_BITS = 64;

  private static final String CONNECTED = "connected";

  private final List<Block> blocks;

  /** The addresses of one family that begin with the same bits. */
  private record Block(int addressBits, int bits, BigInteger prefix) {
    static Block of(byte[] address, int bits) {
      int addressBits = address.length * 8;
      return new Block(
          addressBits, bits, new BigInteger(1, address).shiftRight(addressBits - bits));
    }

    boolean has(byte[] address) {
      return address.length * 8 == addressBits && of(address, bits).prefix.equals(prefix);
    }
  }

  private TrustedProxies(List<Block> blocks) {
    this.blocks = blocks;
  }

  static TrustedProxies read(Section root) {
    List<Block> blocks = new ArrayList<>();
    for (String text : root.texts("TrustedProxies")) {
      for (String part : text.split(",", -1)) {
        if (part.strip().equals(CONNECTED)) {
          blocks.addAll(connected());
        } else {
          block(part.strip())
              .ifPresentOrElse(
                  blocks::add,
                  () ->
                      root.wrong("TrustedProxies", part, "a list of CIDR blocks", "[10.0.0.0/8]"));
        }
      }
    }
    return new TrustedProxies(List.copyOf(blocks));
  }

  private static List<Block> connected() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(each -> each.getInterfaceAddresses().stream())
          .filter(each -> !each.getAddress().isLoopbackAddress())
          .map(each -> Block.of(each.getAddress().getAddress(), each.getNetworkPrefixLength()))
          .toList();
    } catch (SocketException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The last address of the chain that is not one of the proxies. */
  String client(@Nullable String peer, List<String> forwarded) {
    String client = peer == null ? "" : peer;
    if (trusts(client)) {
      List<String> chain = List.of(String.join(",", forwarded).split(",", -1));
      for (String hop : chain.reversed()) {
        if (NetUtil.createByteArrayFromIpAddressString(hop.strip()) == null) {
          break;
        }
        client = hop.strip();
        if (!trusts(client)) {
          break;
        }
      }
    }
    return network(client);
  }

  private boolean trusts(String address) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    return bytes != null && blocks.stream().anyMatch(block -> block.has(bytes));
  }

  private static String network(String address) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    return bytes != null && bytes.length == 16
        ? new BigInteger(1, bytes).shiftRight(128 - CLIENT_BITS).toString(16)
        : address;
  }

  private static Optional<Block> block(String text) {
    int slash = text.indexOf('/');
    byte[] address =
        NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      return Optional.empty();
    }
    int all = address.length * 8;
    String bits = slash < 0 ? "" + all : text.substring(slash + 1);
    return bits.matches("[0-9]{1,3}") && Integer.parseInt(bits) <= all
        ? Optional.of(Block.of(address, Integer.parseInt(bits)))
        : Optional.empty();
  }
}
