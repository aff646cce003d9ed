package io.usercenter.viewer.provision;

import java.nio.file.Path;

/**
 * A file that cannot be used, and why; what is in the other files works.
 *
 * @param line counted from 1
 */
public record Problem(Path file, int line, String message) {

  @Override
  public String toString() {
    return file + ":" + line + ": " + message;
  }
}
