package io.usercenter.platform.artifact;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Something fetched and unpacked; its name is unique in a stack and also a directory's name. */
public sealed interface Artifact {

  String name();

  /** Everything that decides what is in the unpacked directory, as one text. */
  String definition();

  /** Changes with the definition, and with the layout of the cache. */
  default String fingerprint() {
    String layout = "1\n";
    return Digest.sha256((layout + definition()).getBytes(StandardCharsets.UTF_8)).substring(0, 16);
  }

  /**
   * A file of a Maven repository.
   *
   * @param coordinates {@code group:artifact:version:type[:classifier]}
   * @param sha256 of the file, lower-case hex
   * @param inner glob of the one archive inside that is to be unpacked instead
   */
  record Maven(String name, String coordinates, String sha256, Optional<String> inner)
      implements Artifact {

    public Maven {
      requireName(name);
      int parts = coordinates.split(":", -1).length;
      if (parts < 4 || parts > 5) {
        throw new IllegalArgumentException("not group:artifact:version:type: " + coordinates);
      }
      if (!sha256.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException("not a SHA-256 in lower-case hex: " + sha256);
      }
    }

    @Override
    public String definition() {
      return String.join("\n", "maven", coordinates, sha256, inner.orElse(""));
    }

    String part(int index) {
      String[] parts = coordinates.split(":", -1);
      return index < parts.length ? parts[index] : "";
    }
  }

  /** Packages of one Debian suite, all unpacked into one directory. */
  record Debian(String name, String suite, List<String> packages, List<Patch> patches)
      implements Artifact {

    public Debian {
      requireName(name);
      packages = List.copyOf(packages);
      patches = List.copyOf(patches);
      if (packages.isEmpty()) {
        throw new IllegalArgumentException("no packages: " + name);
      }
    }

    public Debian(String name, String suite, List<String> packages) {
      this(name, suite, packages, List.of());
    }

    @Override
    public String definition() {
      return String.join("\n", "debian", suite, String.join(" ", packages), patches.toString());
    }
  }

  /**
   * Replaces bytes of an unpacked file by as many others.
   *
   * @param file path in the unpacked directory
   */
  record Patch(String file, String from, String to) {

    public Patch {
      if (from.isEmpty() || utf8(from).length != utf8(to).length) {
        throw new IllegalArgumentException("not of the same length: " + from + ", " + to);
      }
    }

    private static byte[] utf8(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  private static void requireName(String name) {
    if (!name.matches("[a-z0-9][a-z0-9_-]*")) {
      throw new IllegalArgumentException("not usable as a directory's name: " + name);
    }
  }
}
