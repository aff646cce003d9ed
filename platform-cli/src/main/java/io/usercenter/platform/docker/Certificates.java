package io.usercenter.platform.docker;

import com.github.dockerjava.core.LocalDirectorySSLConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** The certificates that Docker's clients keep in a directory, for TLS. */
final class Certificates {

  private Certificates() {}

  static SSLContext context(Optional<Path> directory) throws IOException {
    try {
      return directory.isPresent()
          ? new LocalDirectorySSLConfig(directory.get().toString()).getSSLContext()
          : SSLContext.getDefault();
    } catch (GeneralSecurityException | RuntimeException failure) {
      throw new IOException(
          "the certificates in "
              + directory.map(Path::toString).orElse("the JDK")
              + " are unusable",
          failure);
    }
  }
}
