package io.usercenter.shipper.file;

import com.fasterxml.jackson.jr.ob.JSON;
import io.usercenter.shipper.event.Format;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Finds the logs there are. */
public sealed interface LogSources {

  /** By file; what cannot be read at the moment is absent. */
  Map<Path, LogSource> find() throws IOException;

  /** Services that are processes: {@code DIRECTORY/SERVICE/output.log}. */
  record OfProcesses(Path directory) implements LogSources {
    @Override
    public Map<Path, LogSource> find() throws IOException {
      Map<Path, LogSource> found = new LinkedHashMap<>();
      for (Path service : directories(directory)) {
        Path file = service.resolve("output.log");
        if (Files.exists(file)) {
          found.put(
              file, new LogSource(String.valueOf(service.getFileName()), "", file, Format.PLAIN));
        }
      }
      return found;
    }
  }

  /**
   * Containers of a project: {@code DIRECTORY/ID/ID-json.log}, where Docker keeps what they write
   * with the driver json-file.
   */
  final class OfContainers implements LogSources {

    private static final String LABEL = "com.docker.compose.";

    private final Path directory;
    private final String project;

    /** Service by id, empty for those of other projects. */
    private final Map<String, String> services = new HashMap<>();

    public OfContainers(Path directory, String project) {
      this.directory = directory;
      this.project = project;
    }

    @Override
    public Map<Path, LogSource> find() throws IOException {
      Map<Path, LogSource> found = new LinkedHashMap<>();
      Set<String> ids = new HashSet<>();
      for (Path container : directories(directory)) {
        String id = String.valueOf(container.getFileName());
        ids.add(id);
        Path file = container.resolve(id + "-json.log");
        if (!services.containsKey(id) && Files.exists(container.resolve("config.v2.json"))) {
          services.put(id, service(container.resolve("config.v2.json")));
        }
        String service = services.getOrDefault(id, "");
        if (!service.isEmpty() && Files.exists(file)) {
          found.put(file, new LogSource(service, id, file, Format.DOCKER));
        }
      }
      services.keySet().retainAll(ids);
      return found;
    }

    private String service(Path config) throws IOException {
      try {
        Map<String, Object> tree = JSON.std.mapFrom(Files.readString(config));
        boolean ours =
            tree.get("Config") instanceof Map<?, ?> inner
                && inner.get("Labels") instanceof Map<?, ?> labels
                && project.equals(labels.get(LABEL + "project"));
        if (ours
            && tree.get("Config") instanceof Map<?, ?> inner
            && inner.get("Labels") instanceof Map<?, ?> labels
            && labels.get(LABEL + "service") instanceof String service) {
          return service;
        }
        return "";
      } catch (NoSuchFileException gone) {
        return "";
      }
    }
  }

  private static Set<Path> directories(Path directory) throws IOException {
    Set<Path> found = new HashSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry)) {
          found.add(entry);
        }
      }
    } catch (NoSuchFileException notYet) {
      return Set.of();
    }
    return found;
  }
}
