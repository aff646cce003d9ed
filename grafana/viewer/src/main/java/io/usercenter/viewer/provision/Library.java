package io.usercenter.viewer.provision;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All dashboards; changed files are read again when somebody asks, a broken one harms no other. */
public final class Library {

  private static final long LARGEST_BYTES = 4 << 20;
  private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(2).toNanos();

  private final List<Provider> providers;
  private final List<Problem> fixed;
  private Map<Path, Entry> entries = Map.of();
  private Contents contents = new Contents(Map.of(), List.of());
  private long lookedAt = System.nanoTime() - LOOK_AGAIN_NANOS;

  private Library(List<Provider> providers, List<Problem> fixed) {
    this.providers = providers;
    this.fixed = fixed;
  }

  private record Provider(Path path, String folder, boolean foldersFromFiles) {}

  private record Entry(long modified, long size, Optional<Dashboard> dashboard, Problem problem) {}

  /** What can be shown, by uid, and what cannot. */
  public record Contents(Map<String, Dashboard> dashboards, List<Problem> problems) {

    public Optional<Dashboard> find(String uid) {
      return Optional.ofNullable(dashboards.get(uid));
    }

    /** By folder, then by title; those in no folder come first. */
    public List<Dashboard> sorted() {
      return dashboards.values().stream()
          .sorted(Comparator.comparing(Dashboard::folder).thenComparing(Dashboard::title))
          .toList();
    }
  }

  /** Reads {@code provisioning/dashboards}, which says where dashboards are. */
  public static Library of(Path provisioning, Variables variables) {
    Provisioned files =
        Provisioned.read(provisioning.resolve("dashboards"), "providers", variables);
    List<Provider> providers = new ArrayList<>();
    for (Map<String, @Nullable Object> entry : files.entries()) {
      Map<String, @Nullable Object> options = Values.map(entry.get("options"));
      String path = Values.text(options.get("path"), "");
      if (!path.isEmpty()) {
        providers.add(
            new Provider(
                Path.of(path),
                Values.text(entry.get("folder"), ""),
                Boolean.parseBoolean(
                    Values.text(options.get("foldersFromFilesStructure"), "false"))));
      }
    }
    return new Library(providers, files.problems());
  }

  /** The state of the files, at most two seconds old. */
  public synchronized Contents contents() {
    if (System.nanoTime() - lookedAt >= LOOK_AGAIN_NANOS) {
      look();
      lookedAt = System.nanoTime();
    }
    return contents;
  }

  private void look() {
    Map<Path, Entry> seen = new LinkedHashMap<>();
    Map<String, Dashboard> dashboards = new HashMap<>();
    List<Problem> problems = new ArrayList<>(fixed);
    for (Provider provider : providers) {
      for (Path file : files(provider.path(), problems)) {
        Entry entry = entry(provider, file);
        seen.put(file, entry);
        if (entry.dashboard().isEmpty()) {
          problems.add(entry.problem());
          continue;
        }
        Dashboard dashboard = entry.dashboard().get();
        Dashboard other = dashboards.putIfAbsent(dashboard.uid(), dashboard);
        if (other != null) {
          problems.add(
              new Problem(
                  file, 1, "its uid '" + dashboard.uid() + "' is already that of " + other.file()));
        }
      }
    }
    entries = seen;
    contents = new Contents(Map.copyOf(dashboards), List.copyOf(problems));
  }

  private static List<Path> files(Path directory, List<Problem> problems) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".json") && Files.isRegularFile(file))
          .sorted()
          .toList();
    } catch (IOException failure) {
      problems.add(new Problem(directory, 1, "the directory cannot be read: " + failure));
      return List.of();
    }
  }

  private Entry entry(Provider provider, Path file) {
    long modified = 0;
    long size = 0;
    try {
      modified = Files.getLastModifiedTime(file).toMillis();
      size = Files.size(file);
      Entry known = entries.get(file);
      if (known != null && known.modified() == modified && known.size() == size) {
        return known;
      }
      if (size > LARGEST_BYTES) {
        return broken(modified, size, new Problem(file, 1, "it is larger than 4 MiB"));
      }
      return read(provider, file, modified, size);
    } catch (JacksonException broken) {
      int line = broken.getLocation() == null ? 1 : broken.getLocation().getLineNr();
      String message = "it is not valid JSON: " + broken.getOriginalMessage();
      return broken(modified, size, new Problem(file, Math.max(line, 1), message));
    } catch (IOException failure) {
      return broken(modified, size, new Problem(file, 1, "it cannot be read: " + failure));
    }
  }

  private static Entry read(Provider provider, Path file, long modified, long size)
      throws IOException {
    String text = Files.readString(file);
    if (!(Json.parse(text) instanceof Map<?, ?> tree)) {
      return broken(modified, size, new Problem(file, 1, "it is not a JSON object"));
    }
    String uid = Values.text(tree.get("uid"), "");
    String title = Values.text(tree.get("title"), "");
    if (uid.isEmpty() || title.isEmpty()) {
      return broken(modified, size, new Problem(file, 1, "it has no uid or no title"));
    }
    List<String> tags =
        Values.list(tree.get("tags")).stream().map(tag -> Values.text(tag, "")).toList();
    Dashboard dashboard = new Dashboard(uid, title, folder(provider, file), tags, file, text);
    return new Entry(modified, size, Optional.of(dashboard), new Problem(file, 1, ""));
  }

  private static Entry broken(long modified, long size, Problem problem) {
    return new Entry(modified, size, Optional.empty(), problem);
  }

  /** As in Grafana: the directory the file is in, unless that is the provider's own. */
  private static String folder(Provider provider, Path file) {
    Path directory = file.resolveSibling("").normalize();
    boolean own = directory.equals(provider.path().normalize());
    return provider.foldersFromFiles() && !own
        ? directory.getFileName().toString()
        : provider.folder();
  }
}
