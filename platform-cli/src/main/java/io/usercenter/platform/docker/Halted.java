package io.usercenter.platform.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which containers were stopped on purpose: the engine itself does not tell them from those that
 * ended by themselves.
 */
record Halted(Path directory) {

  void add(String id) {
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve(id), "");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  void remove(String id) {
    try {
      Files.deleteIfExists(directory.resolve(id));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  boolean contains(String id) {
    return Files.exists(directory.resolve(id));
  }
}
