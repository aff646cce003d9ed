package io.usercenter.user.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usercenter.user.config.ConfigFile;
import io.usercenter.user.config.Environment;
import io.usercenter.user.config.Mode;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void hasGoZerosDefaults() {
    assertThat(Rest.read(read("Name: x\n").root(), Mode.PRO))
        .isEqualTo(
            new Rest(
                "0.0.0.0",
                8888,
                Duration.ofSeconds(3),
                10_000,
                1_048_576,
                900,
                "",
                "",
                true,
                Set.of(),
                Duration.ofSeconds(1)));
  }

  @Test
  void shedsLoadInModeProOnly() {
    ConfigFile file = read("CpuThreshold: 800\n");

    assertThat(Rest.read(file.root(), Mode.PRO).cpuThreshold()).isEqualTo(800);
    assertThat(Rest.read(file.root(), Mode.DEV).cpuThreshold()).isZero();
  }

  @Test
  void liftsWhatAMiddlewareWouldLimit() {
    Rest rest =
        Rest.read(
            read("""
            MaxBytes: 10
            Middlewares: {Log: false, MaxConns: false, Shedding: false, Timeout: false}
            """)
                .root(),
            Mode.PRO);

    assertThat(rest.accessLog()).isFalse();
    assertThat(rest.maxConns()).isEqualTo(1_000_000);
    assertThat(rest.cpuThreshold()).isZero();
    assertThat(rest.timeout()).isEqualTo(Duration.ofHours(1));
    assertThat(rest.maxBytes()).isEqualTo(10);
  }

  @Test
  void saysWhatHasNoEffectHere() {
    ConfigFile file = read("Verbose: true\nMiddlewares:\n  Recover: false\n  Gunzip: true\n");
    Rest.read(file.root(), Mode.PRO);
    file.check();

    assertThat(file.remarks())
        .anyMatch(remark -> remark.contains("rest.yaml:1: 'Verbose' has no effect"))
        .anyMatch(remark -> remark.contains("rest.yaml:3: 'Middlewares.Recover' has no effect"))
        .anyMatch(remark -> remark.contains("rest.yaml:4: 'Middlewares.Gunzip' has no effect"));
  }

  @Test
  void refusesSignaturesAndHalfACertificateByName() {
    ConfigFile file =
        read(
            """
            CertFile: /no/such/file.pem
            Signature:
              Strict: true
              PrivateKeys:
                - Fingerprint: a
                  KeyFile: b
            """);
    Rest.read(file.root(), Mode.PRO);

    assertThatThrownBy(file::check)
        .hasMessageContaining("'Signature' is not supported")
        .hasMessageContaining("'CertFile' is '/no/such/file.pem'")
        .hasMessageContaining("CertFile and KeyFile belong together");
    assertThat(file.remarks()).isEmpty();
  }

  @Test
  void findsTheRpcByEndpointOrTarget() {
    assertThat(rpc("Endpoints: ['users:9000']"))
        .isEqualTo(SocketAddress.inetSocketAddress(9000, "users"));
    assertThat(rpc("Target: 'dns:///users:9000'"))
        .isEqualTo(SocketAddress.inetSocketAddress(9000, "users"));
    assertThat(rpc("Timeout: 1s")).isEqualTo(SocketAddress.inetSocketAddress(8080, "rpc"));
    assertThatThrownBy(() -> rpc("Endpoints: ['a:1', 'b:2']"))
        .hasMessageContaining("it must be a list of one HOST:PORT");
    assertThatThrownBy(() -> rpc("Target: 'etcd://x'")).hasMessageContaining("dns:///HOST:PORT");
    assertThatThrownBy(() -> rpc("Etcd: {Hosts: ['a:1'], Key: k}"))
        .hasMessageContaining("'UserRpc.Etcd.Hosts' is not supported");
  }

  private SocketAddress rpc(String block) {
    ConfigFile file = read("UserRpc: {" + block + "}\n");
    SocketAddress address = UserRpc.read(file.root().section("UserRpc")).address();
    file.check();
    return address;
  }

  private ConfigFile read(String yaml) {
    try {
      Path file = Files.writeString(directory.resolve("rest.yaml"), yaml);
      return ConfigFile.read(file, new Environment(Map.of()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
