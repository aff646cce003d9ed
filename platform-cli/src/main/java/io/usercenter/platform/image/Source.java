package io.usercenter.platform.image;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One package that is in an image.
 *
 * @param sha256 of the file it came as, lower-case hex; empty when it did not come as one
 * @param identity its package URL (github.com/package-url/purl-spec); empty when it has none
 */
record Source(String name, String version, String sha256, String identity) {

  /** A line of an artifact's {@code sources.lock} that a Debian package left. */
  private static final Pattern DEBIAN =
      Pattern.compile("([^_ ]+)_([^_ ]+)_([^_ ]+)\\.deb ([0-9a-f]{64})");

  private static final Pattern JAR = Pattern.compile("(.+?)-(\\d[^/]*)\\.jar");

  /** From a line of {@code sources.lock}. */
  static Source locked(String line) {
    Matcher debian = DEBIAN.matcher(line);
    if (debian.matches()) {
      String version = debian.group(2).replace("%3a", ":");
      return new Source(
          debian.group(1),
          version,
          debian.group(4),
          "pkg:deb/debian/%s@%s?arch=%s"
              .formatted(debian.group(1), encoded(version), debian.group(3)));
    }
    String[] words = line.split(" ", 2);
    String[] parts = words[0].split(":", -1);
    return new Source(
        parts[1],
        parts[2],
        words[1],
        "pkg:maven/%s/%s@%s".formatted(parts[0], parts[1], encoded(parts[2])));
  }

  /** A library of a Java program, by the name of its file. */
  static Source jar(String fileName, String sha256) {
    Matcher versioned = JAR.matcher(fileName);
    return versioned.matches()
        ? new Source(versioned.group(1), versioned.group(2), sha256, "")
        : new Source(fileName.replaceFirst("\\.jar$", ""), "unversioned", sha256, "");
  }

  private static String encoded(String version) {
    return URLEncoder.encode(version, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return name + "=" + version;
  }
}
