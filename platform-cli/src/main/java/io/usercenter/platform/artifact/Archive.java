package io.usercenter.platform.artifact;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An archive file: zip or jar, tar in any compression tar knows, or a Debian package.
 *
 * @param file its name tells the kind
 */
record Archive(Path file) {

  private static final Duration LIMIT = Duration.ofMinutes(10);

  void unpack(Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    String name = file.getFileName().toString();
    if (name.endsWith(".zip") || name.endsWith(".jar")) {
      unzip(directory, null);
    } else if (name.endsWith(".deb")) {
      run(Tool.DPKG_DEB, List.of("--extract", file.toString(), directory.toString()));
    } else {
      run(
          Tool.TAR,
          List.of("--extract", "--no-same-owner", "--file=" + file, "--directory=" + directory));
    }
  }

  /** The one archive in this zip whose name matches, unpacked into {@code scratch}. */
  Archive inner(String glob, Path scratch) throws IOException {
    unzip(scratch, FileSystems.getDefault().getPathMatcher("glob:" + glob));
    try (Stream<Path> files = Files.walk(scratch)) {
      List<Path> found = files.filter(Files::isRegularFile).toList();
      if (found.size() != 1) {
        throw new IOException(
            "'" + glob + "' matches " + found.size() + " files in " + file.getFileName());
      }
      return new Archive(found.getFirst());
    }
  }

  private void unzip(Path directory, @Nullable PathMatcher wanted) throws IOException {
    Path target = directory.toAbsolutePath().normalize();
    try (FileSystem zip =
            FileSystems.newFileSystem(file, Map.of("enablePosixFileAttributes", true));
        Stream<Path> entries = Files.walk(zip.getPath("/"))) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        Path copy = target.resolve(entry.toString().substring(1)).normalize();
        if (!copy.startsWith(target)) {
          throw new IOException("'" + entry + "' would be unpacked outside of its directory");
        }
        boolean skip = wanted != null && !wanted.matches(Path.of(entry.toString().substring(1)));
        if (Files.isDirectory(entry)) {
          Files.createDirectories(copy);
        } else if (!skip) {
          Files.copy(entry, copy, StandardCopyOption.REPLACE_EXISTING);
          Files.setPosixFilePermissions(copy, permissions(entry));
        }
      }
    }
  }

  private static Set<PosixFilePermission> permissions(Path entry) throws IOException {
    Set<PosixFilePermission> permissions =
        EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    permissions.addAll(Files.getPosixFilePermissions(entry));
    return permissions;
  }

  private void run(Tool tool, List<String> arguments) throws IOException, InterruptedException {
    Tool.Result result = tool.run(LIMIT, arguments);
    if (!result.succeeded()) {
      String why =
          Failure.diskFull(result.output()) ? "No space left on device" : result.complaint();
      throw new IOException(file.getFileName() + " cannot be unpacked: " + why);
    }
  }
}
