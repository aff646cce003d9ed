package io.usercenter.platform.compose;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells where the values of a model were written, for problems found later. */
public final class Positions {

  private final Node root;

  Positions(Node root) {
    this.root = root;
  }

  /**
   * {@code file:line:column} of the value at a path, or of the nearest value around it when the
   * value was not written but understood.
   *
   * @param path names from the top, list items as {@code [n]}; or one text such as {@code
   *     services.api.ports[0]}
   */
  public String of(String... path) {
    return place(path).toString();
  }

  /** As {@link #of}, with its parts. */
  public Place place(String... path) {
    Node at = root;
    for (String name : path.length == 1 ? split(path[0]) : List.of(path)) {
      Node next = next(at, name);
      if (next == null) {
        return at.place();
      }
      at = next;
    }
    return at.place();
  }

  private static @Nullable Node next(Node node, String name) {
    if (node instanceof Mapping mapping) {
      return mapping.get(name);
    }
    return node instanceof Sequence sequence ? item(sequence, name) : null;
  }

  private static @Nullable Node item(Sequence sequence, String name) {
    Long index =
        name.startsWith("[") && name.endsWith("]")
            ? Casts.whole(name.substring(1, name.length() - 1))
            : null;
    if (index != null) {
      return index >= 0 && index < sequence.size() ? sequence.items().get(index.intValue()) : null;
    }
    for (Node item : sequence.items()) {
      String text = Node.text(item);
      if (text != null && (text.equals(name) || text.startsWith(name + "="))) {
        return item;
      }
    }
    return null;
  }

  private static List<String> split(String path) {
    List<String> names = new ArrayList<>();
    for (String part : path.split("\\.", -1)) {
      int bracket = part.indexOf('[');
      if (bracket != 0 && !part.isEmpty()) {
        names.add(bracket < 0 ? part : part.substring(0, bracket));
      }
      while (bracket >= 0) {
        int end = part.indexOf(']', bracket);
        if (end < 0) {
          break;
        }
        names.add(part.substring(bracket, end + 1));
        bracket = part.indexOf('[', end);
      }
    }
    return names;
  }
}
