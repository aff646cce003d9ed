package io.usercenter.platform.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** One file of a layer, with everything a tar says of it but the time, which is always the same. */
sealed interface Entry {

  Owner owner();

  int mode();

  /** Numeric: the names are those of the image's own {@code /etc/passwd}. */
  record Owner(int user, int group) {

    static final Owner ROOT = new Owner(0, 0);
  }

  record Directory(Owner owner, int mode) implements Entry {}

  record Link(String target) implements Entry {

    @Override
    public Owner owner() {
      return Owner.ROOT;
    }

    @Override
    public int mode() {
      return 0777;
    }
  }

  record Regular(Owner owner, int mode, Content content) implements Entry {}

  /** What is in a regular file. */
  interface Content {

    long sizeBytes() throws IOException;

    void writeTo(OutputStream output) throws IOException;
  }

  /** Content in memory. */
  final class Bytes implements Content {

    private final byte[] bytes;

    Bytes(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    @Override
    public long sizeBytes() {
      return bytes.length;
    }

    @Override
    public void writeTo(OutputStream output) throws IOException {
      output.write(bytes);
    }
  }

  /** Content of a file on the disk. */
  record Copy(Path file) implements Content {

    @Override
    public long sizeBytes() throws IOException {
      return Files.size(file);
    }

    @Override
    public void writeTo(OutputStream output) throws IOException {
      try (InputStream input = Files.newInputStream(file)) {
        input.transferTo(output);
      }
    }
  }
}
