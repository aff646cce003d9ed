package io.usercenter.platform.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EnvironmentProxiesTest {

  private final EnvironmentProxies proxies =
      new EnvironmentProxies(
          Map.of(
              "http_proxy", "http://proxy.example:3128", "NO_PROXY", "localhost,.inner.example"));

  @Test
  void usesTheProxyOfTheScheme() {
    Proxy proxy = proxies.select(URI.create("http://mirror.example/debian")).getFirst();

    assertThat(proxy.address())
        .isEqualTo(InetSocketAddress.createUnresolved("proxy.example", 3128));
    assertThat(proxies.select(URI.create("https://mirror.example/")))
        .containsExactly(Proxy.NO_PROXY);
  }

  @Test
  void goesToExcludedHostsDirectly() {
    assertThat(proxies.select(URI.create("http://a.inner.example/")))
        .containsExactly(Proxy.NO_PROXY);
  }
}
