package io.usercenter.platform.image;

import java.util.List;

/** Paths inside an image: relative to its root, without a slash at either end. */
final class Paths {

  /** What Debian has merged into usr: packages still name them both ways. */
  static final List<String> MERGED = List.of("bin", "sbin", "lib", "lib64");

  private Paths() {}

  static String of(String absolute) {
    return absolute.replaceAll("^/+|/+$", "");
  }

  static String join(String parent, String child) {
    String clean = of(parent);
    return clean.isEmpty() ? of(child) : clean + "/" + of(child);
  }

  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  /** The path as it is once {@code /bin} and the others are links into {@code /usr}. */
  static String merged(String path) {
    String clean = of(path);
    int slash = clean.indexOf('/');
    return slash > 0 && MERGED.contains(clean.substring(0, slash)) ? "usr/" + clean : clean;
  }
}
