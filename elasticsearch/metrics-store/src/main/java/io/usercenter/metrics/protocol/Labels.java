package io.usercenter.metrics.protocol;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a series is known by, in the order of the names.
 *
 * @param texts {@code name=value} each; a name has no equals sign
 */
public record Labels(List<String> texts) implements Comparable<Labels> {

  private static final int LONGEST = 4096;

  /** A name with its value. */
  public record Label(String name, String value) {}

  public Labels {
    texts = List.copyOf(texts);
  }

  /**
   * As they are known everywhere: sorted, without those that are empty.
   *
   * @throws MalformedException when there is none, one comes twice, or one is too long
   */
  static Labels of(List<Label> labels) throws MalformedException {
    List<Label> sorted = new ArrayList<>(labels);
    sorted.removeIf(label -> label.value().isEmpty());
    sorted.sort(Comparator.comparing(Label::name));
    List<String> texts = new ArrayList<>();
    String before = "";
    for (Label label : sorted) {
      if (label.name().isEmpty() || label.name().indexOf('=') >= 0) {
        throw new MalformedException("'" + label.name() + "' is no name of a label");
      }
      if (label.name().equals(before)) {
        throw new MalformedException("the label '" + before + "' comes twice");
      }
      if (label.name().length() + label.value().length() > LONGEST) {
        throw new MalformedException(
            "the label '"
                + label.name().substring(0, Math.min(40, label.name().length()))
                + "' is too long");
      }
      before = label.name();
      texts.add(label.name() + "=" + label.value());
    }
    if (texts.isEmpty()) {
      throw new MalformedException("a series without labels");
    }
    return new Labels(texts);
  }

  /** Empty when there is none of this name. */
  public String value(String name) {
    for (String text : texts) {
      if (text.length() > name.length()
          && text.startsWith(name)
          && text.charAt(name.length()) == '=') {
        return text.substring(name.length() + 1);
      }
    }
    return "";
  }

  @Override
  public int compareTo(Labels other) {
    for (int i = 0; i < Math.min(texts.size(), other.texts.size()); i++) {
      int order = texts.get(i).compareTo(other.texts.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(texts.size(), other.texts.size());
  }
}
