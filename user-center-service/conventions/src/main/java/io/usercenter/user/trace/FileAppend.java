package io.usercenter.user.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Appends to a file; a large one is moved aside, in the place of the one before it. */
record FileAppend(Path file, long mostBytes) implements Delivery {

  @Override
  public void deliver(byte[] batch) throws IOException {
    if (Files.exists(file) && Files.size(file) + batch.length > mostBytes) {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    Files.write(file, batch, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
