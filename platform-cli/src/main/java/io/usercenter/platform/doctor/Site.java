package io.usercenter.platform.doctor;

import java.nio.file.Path;

/**
 * Where a stack lives.
 *
 * @param account unprivileged account that servers run as; empty when they run as the caller
 */
public record Site(Path data, Path cache, Path javaHome, String account) {

  public boolean asRoot() {
    return !account.isEmpty();
  }
}
