package io.usercenter.platform.docker;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an engine listens.
 *
 * @param uri {@code unix:///path} or {@code tcp://host:port}
 * @param certificates directory with ca.pem, cert.pem and key.pem; without one there is no TLS
 * @param source who says so, such as {@code DOCKER_HOST}
 */
public record EngineAddress(URI uri, Optional<Path> certificates, String source) {

  /** The socket's path of a {@code unix:} address. */
  Optional<Path> socket() {
    return "unix".equals(uri.getScheme()) ? Optional.of(Path.of(uri.getPath())) : Optional.empty();
  }

  @Override
  public String toString() {
    return uri + " (" + source + ")";
  }
}
