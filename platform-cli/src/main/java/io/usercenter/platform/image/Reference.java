package io.usercenter.platform.image;

/**
 * The name of an image.
 *
 * @param name with the registry when there is one
 * @param tag {@code latest} when none was said
 */
public record Reference(String name, String tag) {

  public static Reference of(String text) {
    int colon = text.lastIndexOf(':');
    return colon > text.lastIndexOf('/')
        ? new Reference(text.substring(0, colon), text.substring(colon + 1))
        : new Reference(text, "latest");
  }

  /** The name in a registry that stands for Docker Hub, where short names are in library/. */
  public Reference in(String registry) {
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    boolean foreign = first.contains(".") || first.contains(":") || first.equals("localhost");
    String path = foreign ? name.substring(slash + 1) : slash < 0 ? "library/" + name : name;
    return new Reference(registry + "/" + path, tag);
  }

  @Override
  public String toString() {
    return name + ":" + tag;
  }
}
