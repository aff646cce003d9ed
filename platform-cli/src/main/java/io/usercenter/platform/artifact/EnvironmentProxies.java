package io.usercenter.platform.artifact;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The proxies of http_proxy, https_proxy and no_proxy, which Java does not read by itself. */
final class EnvironmentProxies extends ProxySelector {

  private static final int DEFAULT_PORT = 80;

  private final Map<String, String> environment;

  EnvironmentProxies(Map<String, String> environment) {
    super();
    this.environment = Map.copyOf(environment);
  }

  @Override
  public List<Proxy> select(URI uri) {
    if (uri.getHost() == null || excluded(uri.getHost())) {
      return List.of(Proxy.NO_PROXY);
    }
    return variable(uri.getScheme() + "_proxy").map(EnvironmentProxies::proxy).stream()
        .findFirst()
        .map(List::of)
        .orElse(List.of(Proxy.NO_PROXY));
  }

  private boolean excluded(String host) {
    return Arrays.stream(variable("no_proxy").orElse("").split(","))
        .map(String::strip)
        .filter(it -> !it.isEmpty())
        .map(it -> it.startsWith(".") ? it.substring(1) : it)
        .anyMatch(it -> it.equals("*") || host.equals(it) || host.endsWith("." + it));
  }

  /** Both spellings are in use; the lower-case one wins, as with curl. */
  private Optional<String> variable(String name) {
    String upper = environment.getOrDefault(name.toUpperCase(Locale.ROOT), "");
    return Optional.of(environment.getOrDefault(name, upper)).filter(it -> !it.isBlank());
  }

  private static Proxy proxy(String address) {
    URI uri = URI.create(address.contains("://") ? address : "http://" + address);
    int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port));
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // The request itself fails with the same reason.
  }
}
