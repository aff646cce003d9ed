package io.usercenter.platform.docker;

import java.util.List;
import java.util.Map;

/**
 * Whether an old and a new container of a service may run at once, so that the new one is ready
 * before the old one ends.
 */
final class Overlap {

  private Overlap() {}

  /**
   * @param former what would be replaced
   */
  static boolean isPossible(Map<String, ?> fields, Images.Image image, List<Container> former) {
    return provesItself(fields, image)
        && !publishes(fields)
        && former.stream().allMatch(each -> each.published().isEmpty())
        && hasAddressesOfItsOwn(fields)
        && image.volumes().isEmpty()
        && Tree.list(fields, "volumes").stream().noneMatch(Overlap::isWritten)
        && !order(fields).equals("stop-first");
  }

  // Without a health test nobody knows when to hand over.
  private static boolean provesItself(Map<String, ?> fields, Images.Image image) {
    Map<String, Object> declared = Tree.map(fields, "healthcheck");
    List<String> own = Tree.texts(declared, "test");
    List<String> test = own.isEmpty() ? image.healthTest() : own;
    return !Tree.truth(declared, "disable") && !test.isEmpty() && !test.getFirst().equals("NONE");
  }

  /** An engine gives a port of the host to one container only. */
  private static boolean publishes(Map<String, ?> fields) {
    return Tree.list(fields, "ports").stream()
        .anyMatch(port -> !Tree.text(Tree.map(port), "published").isEmpty());
  }

  private static boolean hasAddressesOfItsOwn(Map<String, ?> fields) {
    return Tree.text(fields, "network_mode").isEmpty()
        && Tree.text(fields, "mac_address").isEmpty()
        && Tree.map(fields, "networks").values().stream()
            .map(Tree::map)
            .allMatch(endpoint ->
                Tree.text(endpoint, "ipv4_address").isEmpty()
                    && Tree.text(endpoint, "ipv6_address").isEmpty()
                    && Tree.text(endpoint, "mac_address").isEmpty());
  }

  private static boolean isWritten(Object entry) {
    Map<String, Object> volume = Tree.map(entry);
    return !Tree.text(volume, "type").equals("tmpfs") && !Tree.truth(volume, "read_only");
  }

  private static String order(Map<String, ?> fields) {
    return Tree.text(Tree.map(Tree.map(fields, "deploy"), "update_config"), "order");
  }
}
