package io.usercenter.platform.process;

import java.nio.file.Path;
import java.util.Map;

/**
 * The directory of everything platform keeps for one user: fetched artifacts and the stacks' data.
 */
public record Home(Path root) {

  /**
   * {@code PLATFORM_HOME} when set; for root a directory other accounts can reach, since servers do
   * not run as root; else the place of the XDG Base Directory Specification.
   */
  public static Home of(Map<String, String> environment, boolean root) {
    String chosen = environment.get("PLATFORM_HOME");
    if (chosen != null && !chosen.isEmpty()) {
      return new Home(Path.of(chosen).toAbsolutePath().normalize());
    }
    if (root) {
      return new Home(Path.of("/var/lib/platform"));
    }
    String data = environment.get("XDG_DATA_HOME");
    Path base =
        data == null || data.isEmpty()
            ? Path.of(environment.getOrDefault("HOME", "/var/tmp"), ".local", "share")
            : Path.of(data);
    return new Home(base.resolve("platform"));
  }

  public Path cache() {
    return root.resolve("cache");
  }

  public Path stacks() {
    return root.resolve("stacks");
  }

  public StackDirectory stack(String name) {
    return new StackDirectory(stacks().resolve(name));
  }
}
