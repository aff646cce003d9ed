package io.usercenter.platform.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.usercenter.platform.error.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The dashboards of a directory.
 *
 * @param problems files that are no dashboards
 */
public record Library(Path directory, List<Dashboard> dashboards, List<Problem> problems) {

  public Library {
    dashboards = List.copyOf(dashboards);
    problems = List.copyOf(problems);
  }

  /** In the order of their names; a broken file does not keep the others out. */
  public static Library read(Path directory) {
    List<Dashboard> dashboards = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(directory)) {
      for (Path file : walk.filter(it -> it.toString().endsWith(".json")).sorted().toList()) {
        try {
          dashboards.add(Dashboard.read(directory, file));
        } catch (JsonProcessingException broken) {
          problems.add(
              new Problem(
                  "this is no JSON",
                  "%s:%d:%d"
                      .formatted(
                          directory.relativize(file),
                          broken.getLocation().getLineNr(),
                          broken.getLocation().getColumnNr()),
                  broken.getOriginalMessage(),
                  "mend the file; the other dashboards are not touched by it"));
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return new Library(directory, dashboards, problems);
  }

  /** By uid. */
  public Optional<Dashboard> find(String uid) {
    return dashboards.stream().filter(it -> it.uid().equals(uid)).findFirst();
  }

  /** Puts a dashboard where it is already, else below the directory of its folder. */
  public void write(Grafana.Remote remote) {
    Path file =
        find(remote.uid())
            .map(Dashboard::file)
            .orElseGet(() ->
                directory.resolve(plain(remote.folder())).resolve(plain(remote.uid()) + ".json"));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(fresh, Form.of(Exchange.portable(remote.json())));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** What a server says must not lead out of the directory. */
  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9 _.-]", "_").replaceAll("^\\.+", "_");
  }

  /** Where a dashboard is, as people write it. */
  public String name(Dashboard dashboard) {
    return directory.relativize(dashboard.file()).toString();
  }
}
