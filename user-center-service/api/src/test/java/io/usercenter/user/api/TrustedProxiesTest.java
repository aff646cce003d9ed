package io.usercenter.user.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usercenter.user.config.ConfigFile;
import io.usercenter.user.config.Environment;
import io.usercenter.user.problem.ProblemException;
import java.io.IOException;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedProxiesTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void takesNobodysWordByDefault() throws IOException {
    assertThat(read("[]").client("10.0.0.1", List.of("192.0.2.7"))).isEqualTo("10.0.0.1");
  }

  @Test
  void takesTheLastAddressThatIsNoProxy() throws IOException {
    TrustedProxies proxies = read("[10.0.0.0/8, 127.0.0.1]");

    assertThat(proxies.client("10.1.2.3", List.of("192.0.2.7"))).isEqualTo("192.0.2.7");
    assertThat(proxies.client("10.1.2.3", List.of("198.51.100.1, 192.0.2.7", "10.9.9.9")))
        .isEqualTo("192.0.2.7");
    assertThat(proxies.client("127.0.0.2", List.of("192.0.2.7"))).isEqualTo("127.0.0.2");
    assertThat(proxies.client("10.1.2.3", List.of())).isEqualTo("10.1.2.3");
    assertThat(proxies.client("10.1.2.3", List.of("forged, \"10.0.0.1\""))).isEqualTo("10.1.2.3");
  }

  @Test
  void readsAVariableThatHoldsSeveral() throws IOException {
    TrustedProxies proxies = read("10.0.0.0/8, 127.0.0.1");

    assertThat(proxies.client("127.0.0.1", List.of("192.0.2.7, 10.9.9.9"))).isEqualTo("192.0.2.7");
  }

  @Test
  void trustsTheNetworksThisMachineIsConnectedTo() throws IOException {
    TrustedProxies proxies = read("connected");

    for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
      for (InterfaceAddress own : each.getInterfaceAddresses()) {
        boolean trusted = !own.getAddress().isLoopbackAddress();
        String address = own.getAddress().getHostAddress().replaceFirst("%.*", "");
        assertThat(proxies.client(address, List.of("192.0.2.7")).equals("192.0.2.7"))
            .as(address)
            .isEqualTo(trusted);
      }
    }
    assertThat(proxies.client("198.51.100.1", List.of("192.0.2.7"))).isEqualTo("198.51.100.1");
  }

  @Test
  void countsAnIpv6NetworkAsOneClient() throws IOException {
    TrustedProxies proxies = read("[\"::1/128\"]");

    assertThat(proxies.client("::1", List.of("2001:db8:1:2::7")))
        .isEqualTo(proxies.client("2001:db8:1:2:ffff::9", List.of()))
        .isNotEqualTo(proxies.client("2001:db8:1:3::7", List.of()));
  }

  @Test
  void refusesWhatIsNoBlock() {
    assertThatThrownBy(() -> read("[10.0.0.0/33, proxy, 10.0.0.0/8]"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("10.0.0.0/33")
        .hasMessageContaining("'proxy'");
  }

  private TrustedProxies read(String list) throws IOException {
    Path path = Files.writeString(directory.resolve("api.yaml"), "TrustedProxies: " + list);
    ConfigFile file = ConfigFile.read(path, new Environment(Map.of()));
    TrustedProxies proxies = TrustedProxies.read(file.root());
    file.check();
    return proxies;
  }
}
