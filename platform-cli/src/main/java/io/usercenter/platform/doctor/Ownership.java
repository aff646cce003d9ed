package io.usercenter.platform.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What is in the data directory belongs to those who work on it. */
record Ownership(Path data, Set<String> owners) implements Examination {

  @Override
  public List<Finding> findings() {
    String why = "servers refuse, or damage, data that belongs to somebody else";
    if (!Files.exists(data)) {
      return List.of(Finding.ok("owner of the data", "nothing there yet", why));
    }
    try {
      List<String> foreign = foreign();
      return List.of(
          foreign.isEmpty()
              ? Finding.ok("owner of the data", String.join(", ", owners), why)
              : Finding.fail(
                  "owner of the data",
                  String.join("; ", foreign),
                  why,
                  "run as that account, or use another directory, or: chown -R ACCOUNT " + data));
    } catch (IOException cause) {
      String what = "'" + data + "' cannot be read: " + cause.getMessage();
      return List.of(
          Finding.fail("owner of the data", what, why, "run as the owner of that directory"));
    }
  }

  private List<String> foreign() throws IOException {
    List<Path> paths = new ArrayList<>(List.of(data));
    try (Stream<Path> children = Files.list(data)) {
      children.sorted().forEach(paths::add);
    }
    List<String> foreign = new ArrayList<>();
    for (Path path : paths) {
      String owner = Files.getOwner(path).getName();
      if (!owners.contains(owner)) {
        foreign.add("'" + path + "' belongs to " + owner);
      }
    }
    return foreign;
  }
}
