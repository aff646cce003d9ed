package io.usercenter.platform.develop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A Maven module of this repository.
 *
 * @param jar name of the file it is packaged as
 * @param needs identities of what it depends on, of this repository or not
 */
public record Module(String identity, Path directory, String jar, List<String> needs) {

  public Module {
    needs = List.copyOf(needs);
  }

  public String name() {
    return directory.getFileName().toString();
  }

  Path sources() {
    return directory.resolve("src/main/java");
  }

  Path resources() {
    return directory.resolve("src/main/resources");
  }

  /** What Maven made of it. */
  Path target() {
    return directory.resolve("target");
  }

  /** Whether all its classes come from what Maven generates. */
  boolean isGenerated() {
    return !Files.isDirectory(sources());
  }

  /** Where its sources, its settings and its build are. */
  public List<Path> watched() {
    return List.of(directory.resolve("src/main"), directory.resolve("etc"), pom(directory));
  }

  static Path pom(Path directory) {
    return directory.resolve("pom.xml");
  }
}
