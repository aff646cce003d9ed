package io.usercenter.platform.docker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What there is to know about the images that containers run from. */
final class Remarks {

  private Remarks() {}

  static List<String> of(Map<String, List<Container>> services) {
    List<String> local =
        services.entrySet().stream()
            .filter(entry -> entry.getValue().stream().anyMatch(Container::ofLocalImage))
            .map(Map.Entry::getKey)
            .toList();
    List<String> remarks = new ArrayList<>();
    if (!local.isEmpty()) {
      remarks.add(
          "from images made here instead of pulled (platform images list): "
              + String.join(", ", local));
    }
    services.forEach((name, containers) ->
        containers.stream()
            .flatMap(container -> container.remark().stream())
            .findFirst()
            .ifPresent(text -> remarks.add(name + ": " + text)));
    return remarks;
  }
}
