package io.usercenter.platform.compose;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Removes networks, volumes, secrets and configs that no service uses. */
final class Pruning {

  private Pruning() {}

  static void removeUnused(Map<String, @Nullable Object> values) {
    Set<String> networks = new HashSet<>();
    Set<String> volumes = new HashSet<>();
    Set<String> secrets = new HashSet<>();
    Set<String> configs = new HashSet<>();
    for (Map<String, @Nullable Object> service : Tree.children(values, "services").values()) {
      networks.addAll(Tree.mapOrEmpty(service.get("networks")).keySet());
      for (Map<String, @Nullable Object> volume : Tree.items(service.get("volumes"))) {
        if ("volume".equals(volume.get("type"))) {
          volumes.add(Tree.text(volume.get("source")));
        }
      }
      addSources(service.get("secrets"), secrets);
      addSources(Tree.mapOrEmpty(service.get("build")).get("secrets"), secrets);
      addSources(service.get("configs"), configs);
    }
    keep(values, "networks", networks);
    keep(values, "volumes", volumes);
    keep(values, "secrets", secrets);
    keep(values, "configs", configs);
    // The canonical form shows models at the services only.
    values.remove("models");
  }

  private static void addSources(@Nullable Object mounts, Set<String> sources) {
    for (Map<String, @Nullable Object> mount : Tree.items(mounts)) {
      sources.add(Tree.text(mount.get("source")));
    }
  }

  private static void keep(Map<String, @Nullable Object> values, String group, Set<String> used) {
    Map<String, @Nullable Object> all = Tree.map(values.get(group));
    if (all != null) {
      all.keySet().retainAll(used);
      if (all.isEmpty()) {
        values.remove(group);
      }
    }
  }
}
