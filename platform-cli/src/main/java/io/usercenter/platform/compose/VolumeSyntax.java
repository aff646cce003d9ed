package io.usercenter.platform.compose;

import io.usercenter.platform.error.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The short syntax of volumes: {@code [SOURCE:]TARGET[:OPTIONS]}, Windows drives included. */
final class VolumeSyntax {

  private static final Set<String> PROPAGATIONS =
      Set.of("rprivate", "private", "rshared", "shared", "rslave", "slave");

  private VolumeSyntax() {}

  /** The long form. */
  static Mapping parse(String spec, Node node, YamlPath path) {
    Mapping volume = new Mapping(node.place());
    if (spec.isEmpty()) {
      throw Report.error(
          node,
          path,
          "a volume is empty",
          "it names neither source nor target",
          "write SOURCE:TARGET, or remove it");
    }
    if (spec.length() <= 2) {
      volume.set("type", "volume");
      volume.set("target", spec);
      return volume;
    }
    List<String> parts = sections(spec, node, path);
    String source = parts.size() == 1 ? "" : parts.get(0);
    boolean bind = isPath(source);
    volume.set("type", bind ? "bind" : "volume");
    if (!source.isEmpty()) {
      volume.set("source", source);
    }
    volume.set("target", parts.get(parts.size() == 1 ? 0 : 1));
    Mapping own = new Mapping(node.place());
    Mapping other = new Mapping(node.place());
    if (parts.size() == 3) {
      options(parts.get(2), volume, bind ? own : other, bind ? other : own);
    }
    if (bind) {
      own.set("create_host_path", true);
    }
    volume.put(bind ? "bind" : "volume", own);
    if (!other.isEmpty()) {
      volume.put(bind ? "volume" : "bind", other);
    }
    return volume;
  }

  /** Where the volume goes; null when the text is no volume, which is for others to report. */
  static @Nullable String target(String spec, Node node, YamlPath path) {
    try {
      return parse(spec, node, path).text("target");
    } catch (UserError _) {
      return null;
    }
  }

  private static void options(String text, Mapping volume, Mapping bind, Mapping named) {
    for (String option : text.split(",", -1)) {
      switch (option) {
        case "ro" -> volume.set("read_only", true);
        case "rw" -> volume.remove("read_only");
        case "nocopy" -> named.set("nocopy", true);
        case "z", "Z" -> bind.set("selinux", option);
        default -> {
          if (PROPAGATIONS.contains(option)) {
            bind.set("propagation", option);
          }
        }
      }
    }
  }

  private static List<String> sections(String spec, Node node, YamlPath path) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= spec.length(); i++) {
      boolean end = i == spec.length();
      if (!end && (spec.charAt(i) != ':' || isDrive(spec, start, i))) {
        continue;
      }
      if (i == start || (!end && parts.size() == 2)) {
        String why = i == start ? "it has nothing between two colons" : "it has too many colons";
        throw Report.error(
            node, path, "'" + spec + "' is no volume", why, "write [SOURCE:]TARGET[:OPTIONS]");
      }
      parts.add(spec.substring(start, i));
      start = i + 1;
    }
    return parts;
  }

  private static boolean isDrive(String spec, int start, int colon) {
    return colon == start + 1 && Character.isLetter(spec.charAt(start));
  }

  private static boolean isPath(String source) {
    if (source.isEmpty()) {
      return false;
    }
    char first = source.charAt(0);
    return first == '.'
        || first == '/'
        || first == '~'
        || source.startsWith("\\\\")
        || (source.length() > 1 && source.charAt(1) == ':' && Character.isLetter(first));
  }
}
