package io.usercenter.platform.compose;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a YAML file of our own as strictly as a Compose file: positions, no repeated keys. */
public final class YamlFile {

  private YamlFile() {}

  /**
   * A tree that knows where it was written.
   *
   * @param tree maps, lists, text, Long, Double, Boolean and null
   */
  public record Located(Map<String, @Nullable Object> tree, Positions positions) {

    /** {@code file:line:column, path}: what the {@code where} of a problem says. */
    public String where(String path) {
      return path.isEmpty() ? positions.of() : positions.of(path) + ", " + path;
    }
  }

  /**
   * Reads one document whose top level is a mapping; an empty file is an empty mapping.
   *
   * @param shownAs what messages call the file
   * @throws UserError when the file cannot be read or is no such YAML
   */
  public static Located read(Path file, String shownAs) {
    List<Node> documents = documents(file, shownAs);
    Place start = new Place(shownAs, 1, 1);
    if (documents.size() > 1) {
      throw error(
          documents.get(1).place(),
          "the file holds more than one document",
          "only one is read",
          "remove the line '---' and merge the two");
    }
    Node root = documents.isEmpty() ? new Scalar(start, null) : documents.get(0);
    if (Node.isNull(root)) {
      root = new Mapping(start);
    }
    if (!(root instanceof Mapping mapping)) {
      throw error(
          root.place(),
          "the file holds " + root.kind(),
          "it is a mapping with keys",
          "start with a key and a colon");
    }
    Tags.fold(mapping);
    return new Located(Tree.mapOrEmpty(Nodes.plain(mapping)), new Positions(mapping));
  }

  public static Located read(Path file) {
    return read(file, file.toString());
  }

  private static List<Node> documents(Path file, String shownAs) {
    try {
      return YamlReader.read(shownAs, TextFile.read(file));
    } catch (TextFile.Unreadable e) {
      throw new UserError(
          ExitCode.CONFIGURATION,
          "the file '" + shownAs + "' cannot be used",
          shownAs,
          e.why(),
          e.fix());
    }
  }

  private static UserError error(Place place, String what, String why, String fix) {
    return new UserError(ExitCode.CONFIGURATION, what, place.toString(), why, fix);
  }
}
