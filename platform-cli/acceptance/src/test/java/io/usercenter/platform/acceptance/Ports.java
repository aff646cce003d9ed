package io.usercenter.platform.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.IntStream;

/** Finds room for the real stack beside whatever else runs on this machine. */
final class Ports {

  private static final List<Integer> USUAL =
      List.of(
          3001, 4001, 4002, 5432, 6379, 8080, 8887, 9090, 9093, 9100, 9114, 9121, 9200, 9630,
          16686);
  private static final int STEP = 101;
  // Above, the kernel takes ports for outgoing connections (net.ipv4.ip_local_port_range).
  private static final int HIGHEST = 32768 - 16686;

  private Ports() {}

  /** A value for {@code --port-offset}. */
  static String freeOffset() {
    return String.valueOf(
        IntStream.iterate(10_007, offset -> offset < HIGHEST, offset -> offset + STEP)
            .filter(offset -> USUAL.stream().allMatch(port -> free(port + offset)))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no free range of ports")));
  }

  private static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
