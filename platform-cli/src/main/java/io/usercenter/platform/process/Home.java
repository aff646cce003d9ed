package io.usercenter.platform.process;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where platform keeps everything for one user.
 *
 * @param root the stacks' data, and by default the cache
 * @param cache fetched artifacts; may be shared by several roots
 */
public record Home(Path root, Path cache) {

  /** With the cache where it is by default. */
  public Home(Path root) {
    this(root, root.resolve("cache"));
  }

  /** {@code PLATFORM_CACHE} moves the cache out of the root. */
  public static Home of(Map<String, String> environment, boolean root) {
    Home home = new Home(root(environment, root));
    return chosen(environment, "PLATFORM_CACHE")
        .map(cache -> new Home(home.root(), cache))
        .orElse(home);
  }

  /**
   * {@code PLATFORM_HOME} when set; for root a directory other accounts can reach, since servers do
   * not run as root; else the place of the XDG Base Directory Specification.
   */
  private static Path root(Map<String, String> environment, boolean root) {
    return chosen(environment, "PLATFORM_HOME")
        .orElseGet(() ->
            root
                ? Path.of("/var/lib/platform")
                : chosen(environment, "XDG_DATA_HOME")
                    .orElseGet(() ->
                        Path.of(environment.getOrDefault("HOME", "/var/tmp"), ".local", "share"))
                    .resolve("platform"));
  }

  private static Optional<Path> chosen(Map<String, String> environment, String variable) {
    return Optional.ofNullable(environment.get(variable))
        .filter(value -> !value.isEmpty())
        .map(value -> Path.of(value).toAbsolutePath().normalize());
  }

  public Path stacks() {
    return root.resolve("stacks");
  }

  public StackDirectory stack(String name) {
    return new StackDirectory(stacks().resolve(name));
  }
}
