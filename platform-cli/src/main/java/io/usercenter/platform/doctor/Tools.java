package io.usercenter.platform.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The programs that fetch and start servers are installed. */
record Tools(List<String> names, List<Path> directories) implements Examination {

  static List<Path> path() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .filter(directory -> !directory.isEmpty())
        .map(Path::of)
        .toList();
  }

  @Override
  public List<Finding> findings() {
    String why = "servers are fetched, unpacked and started with them";
    List<String> missing = names.stream().filter(name -> !installed(name)).toList();
    return List.of(
        missing.isEmpty()
            ? Finding.ok("tools", String.join(", ", names), why)
            : Finding.fail(
                "tools",
                "not in PATH: " + String.join(", ", missing),
                why,
                "apt-get install " + packages(missing)));
  }

  private boolean installed(String name) {
    return directories.stream().anyMatch(directory -> Files.isExecutable(directory.resolve(name)));
  }

  private static String packages(List<String> tools) {
    return String.join(" ", tools.stream().map(Tools::debianPackage).distinct().toList());
  }

  private static String debianPackage(String tool) {
    return switch (tool) {
      case "mvn" -> "maven";
      case "apt-get" -> "apt";
      case "dpkg-deb" -> "dpkg";
      case "setpriv" -> "util-linux";
      case "xz" -> "xz-utils";
      default -> tool;
    };
  }
}
