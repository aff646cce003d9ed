package io.usercenter.platform.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine on TCP that wants to see a certificate. */
class TlsIT {

  private static final String NAME = "platform-it-tls";
  private static final String COMPOSE =
      """
      services:
        a:
          image: platform-test-busybox:1
          command: [sh, -c, "trap 'exit 0' TERM; while true; do sleep 0.1; done"]
          healthcheck: {test: [CMD, test, -d, /tmp], interval: 60s}
      """;

  @TempDir Path directory;
  private Path certificates;
  private PrivateEngine own;
  private String host = "";

  @BeforeEach
  void start() throws Exception {
    certificates = Files.createDirectories(directory.resolve("certificates"));
    authority(certificates);
    signed("server", "subjectAltName=IP:127.0.0.1");
    signed("client", "extendedKeyUsage=clientAuth");
    move("client.pem", "cert.pem");
    move("client-key.pem", "key.pem");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      host = "tcp://127.0.0.1:" + free.getLocalPort();
    }
    own =
        PrivateEngine.orSkip(
            "TlsIT",
            "--host=" + host,
            "--tlsverify",
            "--tlscacert=" + certificates.resolve("ca.pem"),
            "--tlscert=" + certificates.resolve("server.pem"),
            "--tlskey=" + certificates.resolve("server-key.pem"));
    Files.writeString(directory.resolve("compose.yml"), COMPOSE);
    try (Engine engine = own.connect()) {
      TestImage.load(engine, RealStack.IMAGE);
    }
  }

  @AfterEach
  void stop() throws Exception {
    if (own != null) {
      own.close();
    }
  }

  private void move(String from, String to) throws IOException {
    Files.move(
        certificates.resolve(from), certificates.resolve(to), StandardCopyOption.REPLACE_EXISTING);
  }

  private static void authority(Path directory) throws Exception {
    openssl(
        directory,
        List.of("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
        List.of("-subj", "/CN=test authority", "-keyout", "ca-key.pem", "-out", "ca.pem"));
  }

  private void signed(String name, String extension) throws Exception {
    Files.writeString(certificates.resolve("extensions"), extension);
    openssl(
        certificates,
        List.of("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=" + name),
        List.of("-keyout", name + "-key.pem", "-out", name + ".csr"));
    openssl(
        certificates,
        List.of("x509", "-req", "-in", name + ".csr", "-days", "2", "-extfile", "extensions"),
        List.of("-CA", "ca.pem", "-CAkey", "ca-key.pem", "-CAcreateserial", "-out", name + ".pem"));
  }

  private static void openssl(Path directory, List<String> words, List<String> more)
      throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of("openssl"));
    command.addAll(words);
    command.addAll(more);
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(directory.resolve("log"))).isZero();
  }

  private Map<String, String> environment(Path certificates) {
    return Map.of(
        "DOCKER_HOST", host, "DOCKER_TLS_VERIFY", "1", "DOCKER_CERT_PATH", certificates.toString());
  }

  @Test
  void bringsAStackUpOverTls() throws Exception {
    Cli cli = Cli.in(directory, NAME).with(environment(certificates));

    Cli.End up = cli.run("up");
    Cli.End status = cli.run("status");
    Cli.End down = cli.run("down");

    assertThat(up.status()).as("%s", up).isZero();
    assertThat(status.out()).contains("ready");
    assertThat(down.status()).as("%s", down).isZero();
  }

  @Test
  void takesAddressAndCertificatesFromADockerContext() throws Exception {
    Path configuration = Files.createDirectories(directory.resolve("docker"));
    String id =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256")
                    .digest("far".getBytes(StandardCharsets.UTF_8)));
    Path meta = Files.createDirectories(configuration.resolve("contexts/meta/" + id));
    Files.writeString(
        meta.resolve("meta.json"),
        "{\"Name\":\"far\",\"Endpoints\":{\"docker\":{\"Host\":\"%s\"}}}".formatted(host));
    Path tls = Files.createDirectories(configuration.resolve("contexts/tls/" + id + "/docker"));
    for (String file : List.of("ca.pem", "cert.pem", "key.pem")) {
      Files.copy(certificates.resolve(file), tls.resolve(file));
    }
    Map<String, String> environment =
        Map.of("DOCKER_CONFIG", configuration.toString(), "DOCKER_CONTEXT", "far");

    Cli.End plan = Cli.in(directory, NAME).with(environment).run("plan");

    assertThat(plan.status()).as("%s", plan).isEqualTo(2);
  }

  @Test
  void saysThatAnotherAuthorityMadeTheEnginesCertificate() throws Exception {
    Path other = Files.createDirectories(directory.resolve("other"));
    authority(other);
    for (String file : List.of("cert.pem", "key.pem")) {
      Files.copy(certificates.resolve(file), other.resolve(file));
    }

    Cli.End status = Cli.in(directory, NAME).with(environment(other)).run("status");

    assertThat(status.status()).as("%s", status).isEqualTo(3);
    assertThat(status.err())
        .contains("the container engine's certificate is not trusted")
        .contains(host)
        .contains("ca.pem");
  }

  @Test
  void saysThatTheEngineWantsACertificate() throws Exception {
    Path none = Files.createDirectories(directory.resolve("none"));
    Files.copy(certificates.resolve("ca.pem"), none.resolve("ca.pem"));

    Cli.End without = Cli.in(directory, NAME).with(environment(none)).run("status");
    Cli.End plain = Cli.in(directory, NAME).with(Map.of("DOCKER_HOST", host)).run("status");

    assertThat(without.status()).as("%s", without).isEqualTo(4);
    assertThat(without.err()).contains("there is no certificate 'cert.pem'");
    assertThat(plain.status()).as("%s", plain).isEqualTo(4);
    assertThat(plain.err())
        .contains("the container engine wants TLS")
        .contains("DOCKER_TLS_VERIFY=1");
  }
}
