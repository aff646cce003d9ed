package io.usercenter.platform.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;

/** Makes docker-java's client for an engine. */
final class Clients {

  private static final int CONNECTIONS = 100;
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

  private Clients() {}

  static DockerClient of(EngineAddress address, ApiVersion version) {
    URI uri = address.uri();
    String host =
        uri.getScheme().startsWith("http") ? "tcp://" + uri.getAuthority() : uri.toString();
    DefaultDockerClientConfig.Builder config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(host)
            .withDockerTlsVerify(address.certificates().isPresent())
            .withApiVersion(version.toString());
    address.certificates().ifPresent(path -> config.withDockerCertPath(path.toString()));
    DefaultDockerClientConfig built = config.build();
    return DockerClientImpl.getInstance(
        built,
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(built.getDockerHost())
            .sslConfig(built.getSSLConfig())
            .maxConnections(CONNECTIONS)
            .connectionTimeout(CONNECT_LIMIT)
            .build());
  }

  static void close(DockerClient client) {
    try {
      client.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
