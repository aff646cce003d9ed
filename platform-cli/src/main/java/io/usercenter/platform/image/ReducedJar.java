package io.usercenter.platform.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** The part of a jar whose entries match one of some globs; no signature, which is of the whole. */
record ReducedJar(Path jar, List<String> globs) {

  ReducedJar {
    globs = List.copyOf(globs);
  }

  byte[] bytes() throws IOException {
    List<PathMatcher> matchers =
        globs.stream()
            .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
            .toList();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (InputStream file = Files.newInputStream(jar);
        ZipInputStream from = new ZipInputStream(file);
        ZipOutputStream to = new ZipOutputStream(bytes)) {
      for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
        Path name = Path.of(entry.getName());
        if (!entry.isDirectory() && matchers.stream().anyMatch(it -> it.matches(name))) {
          ZipEntry copy = new ZipEntry(entry.getName());
          copy.setTimeLocal(LocalDateTime.ofEpochSecond(TarWriter.SECONDS, 0, ZoneOffset.UTC));
          to.putNextEntry(copy);
          from.transferTo(to);
        }
      }
    }
    return bytes.toByteArray();
  }
}
