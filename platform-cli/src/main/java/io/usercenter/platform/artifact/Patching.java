package io.usercenter.platform.artifact;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Applies a patch; one that finds nothing to replace is an error. */
record Patching(Artifact.Patch patch) {

  void apply(Path root) throws IOException {
    Path file = root.resolve(patch.file());
    byte[] content = Files.readAllBytes(file);
    byte[] from = patch.from().getBytes(StandardCharsets.UTF_8);
    byte[] to = patch.to().getBytes(StandardCharsets.UTF_8);
    int replaced = 0;
    for (int at = find(content, from, 0); at >= 0; at = find(content, from, at + from.length)) {
      System.arraycopy(to, 0, content, at, to.length);
      replaced++;
    }
    if (replaced == 0) {
      throw new IOException("'" + patch.from() + "' is not in " + patch.file());
    }
    Files.write(file, content);
  }

  private static int find(byte[] content, byte[] wanted, int start) {
    for (int at = start; at <= content.length - wanted.length; at++) {
      if (content[at] == wanted[0]
          && Arrays.equals(content, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    return -1;
  }
}
