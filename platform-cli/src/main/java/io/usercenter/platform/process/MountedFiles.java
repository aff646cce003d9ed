package io.usercenter.platform.process;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.stack.Mount;
import io.usercenter.platform.stack.Service;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The configuration files and secrets a service mounts, with their content: native processes get
 * copies of their own, which the account that runs them can read.
 *
 * @param roots container path to the place of its copy
 * @param files place of each copy to its content
 */
record MountedFiles(Map<String, Path> roots, Map<Path, String> files) {

  private static final long LARGEST_BYTES = 4 << 20;

  MountedFiles {
    roots = Map.copyOf(roots);
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }

  /** Reads them all from the host. */
  static MountedFiles read(Service service, Path target) {
    Map<String, Path> roots = new LinkedHashMap<>();
    Map<Path, String> files = new LinkedHashMap<>();
    for (Mount mount : service.mounts()) {
      Path copy = target.resolve(mount.target().substring(1));
      switch (mount) {
        case Mount.Bind(_, Path source, boolean fixed) when fixed -> {
          roots.put(mount.target(), copy);
          copyTree(service, source, copy, files);
        }
        case Mount.Secret(_, Path source) -> {
          roots.put(mount.target(), copy);
          if (Files.exists(source)) {
            copyTree(service, source, copy, files);
          } else {
            // Made before the first start; until then there is nothing it could differ from.
            files.put(copy, "");
          }
        }
        case Mount.Inline(_, String content, _) -> {
          roots.put(mount.target(), copy);
          files.put(copy, content);
        }
        case Mount.Bind _, Mount.Volume _, Mount.Tmpfs _ -> {}
      }
    }
    return new MountedFiles(roots, files);
  }

  /** The host's path for a path inside the container, when it lies in something mounted. */
  Optional<Path> path(String containerPath) {
    String prefix = containerPath;
    while (!prefix.isEmpty()) {
      Path root = roots.get(prefix);
      if (root != null) {
        String rest = containerPath.substring(prefix.length());
        return Optional.of(rest.isEmpty() ? root : root.resolve(rest.substring(1)));
      }
      prefix = prefix.substring(0, prefix.lastIndexOf('/'));
    }
    return Optional.empty();
  }

  private static void copyTree(Service service, Path source, Path copy, Map<Path, String> files) {
    try (Stream<Path> paths = Files.walk(source)) {
      for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
        if (Files.size(path) > LARGEST_BYTES) {
          throw unreadable(service, path, "it is larger than 4 MiB", "mount a smaller file");
        }
        files.put(copy.resolve(source.relativize(path).toString()), Files.readString(path));
      }
    } catch (CharacterCodingException _) {
      throw unreadable(service, source, "it holds a file that is not UTF-8 text", "mount text");
    } catch (IOException failure) {
      throw unreadable(
          service,
          source,
          failure.toString(),
          "create it, or correct the mount in the Compose file");
    }
  }

  private static UserError unreadable(Service service, Path path, String why, String fix) {
    return new UserError(
        ExitCode.CONFIGURATION,
        "'" + path + "' cannot be mounted",
        "services." + service.name() + ".volumes",
        why,
        fix);
  }
}
