package io.usercenter.platform.docker;

import com.github.dockerjava.core.LocalDirectorySSLConfig;
import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** The certificates that Docker's clients keep in a directory, for TLS. */
final class Certificates {

  private Certificates() {}

  static SSLContext context(Optional<Path> directory) throws IOException {
    try {
      return directory.isPresent() ? context(directory.get()) : SSLContext.getDefault();
    } catch (GeneralSecurityException failure) {
      throw new IOException("the JDK's own certificates are unusable", failure);
    }
  }

  private static SSLContext context(Path directory) {
    for (String file : List.of("ca.pem", "cert.pem", "key.pem")) {
      if (!Files.isReadable(directory.resolve(file))) {
        throw unusable(directory, "there is no certificate '" + file + "' that can be read");
      }
    }
    try {
      return new LocalDirectorySSLConfig(directory.toString()).getSSLContext();
    } catch (RuntimeException failure) {
      Throwable cause = failure.getCause() == null ? failure : failure.getCause();
      throw unusable(directory, String.valueOf(cause.getMessage()));
    }
  }

  private static UserError unusable(Path directory, String why) {
    return new UserError(
        ExitCode.CONFIGURATION,
        "the certificates for the container engine cannot be used",
        directory.toString(),
        why,
        "put ca.pem, cert.pem and key.pem of the engine there, or correct DOCKER_CERT_PATH");
  }
}
