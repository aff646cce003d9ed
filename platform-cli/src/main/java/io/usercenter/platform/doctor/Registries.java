package io.usercenter.platform.doctor;

import io.usercenter.platform.wire.Address;
import io.usercenter.platform.wire.Connection;
import io.usercenter.platform.wire.Deadline;
import io.usercenter.platform.wire.WireException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** The hosts that servers are fetched from accept connections. */
record Registries(Map<URI, String> mirrors) implements Examination {

  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final String WHY =
      "servers are fetched from there once; what is in the cache already needs no network";

  Registries {
    mirrors = Map.copyOf(mirrors);
  }

  @Override
  public List<Finding> findings() {
    if (mirrors.isEmpty()) {
      return List.of(
          Finding.warn("registries", "no configured mirror was found", WHY, "platform fetch"));
    }
    Queue<String> unreachable = new ConcurrentLinkedQueue<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      mirrors.forEach((uri, tool) -> threads.execute(() -> connect(uri, tool, unreachable)));
    }
    return List.of(
        unreachable.isEmpty()
            ? Finding.ok("registries", mirrors.size() + " mirrors accept connections", WHY)
            : Finding.warn(
                "registries",
                unreachable.stream().sorted().collect(Collectors.joining("; ")),
                WHY,
                "check network and proxy, then: platform fetch; or go on with --offline"));
  }

  private static void connect(URI uri, String tool, Queue<String> unreachable) {
    int port = uri.getPort() > 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
    try (Connection _ = Connection.open(new Address(uri.getHost(), port), Deadline.after(LIMIT))) {
      return;
    } catch (WireException failure) {
      unreachable.add(tool + ": " + failure.reason());
    }
  }
}
