package io.usercenter.platform.compose;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Works out which files, variables and profiles a request means. */
record Sources(
    Path directory, List<Path> files, List<String> profiles, Map<String, String> environment) {

  private static final List<String> NAMES =
      List.of("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml");
  private static final List<String> OVERRIDES =
      List.of(
          "compose.override.yml",
          "compose.override.yaml",
          "docker-compose.override.yml",
          "docker-compose.override.yaml");

  static Sources of(LoadRequest request, Report report, Names names) {
    return new Finder(request, report, names).find();
  }

  private static final class Finder {

    private final LoadRequest request;
    private final Path start;
    private final EnvironmentFile environmentFile;
    private final Map<String, String> environment;

    Finder(LoadRequest request, Report report, Names names) {
      this.request = request;
      this.start = request.projectDirectory().toAbsolutePath().normalize();
      this.environmentFile = new EnvironmentFile(report, names);
      this.environment = new LinkedHashMap<>(request.environment());
    }

    Sources find() {
      List<Path> files = absolute(request.files());
      Path directory = directory(files);
      readEnvFiles(directory);
      if (files.isEmpty()) {
        files = fromEnvironment();
      }
      if (files.isEmpty()) {
        files = standard();
      }
      if (!directory(files).equals(directory)) {
        directory = directory(files);
        readEnvFiles(directory);
      }
      return new Sources(directory, files, profiles(), environment);
    }

    private Path directory(List<Path> files) {
      Path given = request.overrides().directory();
      if (given != null) {
        return start.resolve(given).normalize();
      }
      Path parent = files.isEmpty() ? null : files.get(0).getParent();
      return parent == null ? start : parent;
    }

    private List<Path> absolute(List<Path> paths) {
      return paths.stream().map(path -> start.resolve(path).normalize()).toList();
    }

    private void readEnvFiles(Path directory) {
      List<Path> envFiles = absolute(request.overrides().envFiles());
      String listed = environment.get("COMPOSE_ENV_FILES");
      if (envFiles.isEmpty() && listed != null && !listed.isEmpty()) {
        envFiles = paths(listed, ",", "COMPOSE_ENV_FILES");
      }
      Path standard = directory.resolve(".env");
      boolean disabled = isTrue(request.environment().get("COMPOSE_DISABLE_ENV_FILE"));
      if (envFiles.isEmpty() && !disabled && TextFile.exists(standard)) {
        envFiles = List.of(standard);
      }
      Map<String, String> added = new LinkedHashMap<>();
      for (Path file : envFiles) {
        Place place = new Place(file.toString(), 1, 1);
        added.putAll(
            environmentFile.read(
                file,
                false,
                name -> environment.containsKey(name) ? environment.get(name) : added.get(name),
                new EnvironmentFile.Reference(place, YamlPath.ROOT)));
      }
      added.forEach(environment::putIfAbsent);
    }

    private static boolean isTrue(@Nullable String text) {
      return text != null && List.of("1", "t", "true").contains(text.toLowerCase(Locale.ROOT));
    }

    private List<Path> paths(String listed, String separator, String variable) {
      try {
        List<Path> paths = new ArrayList<>();
        for (String each : listed.split(Pattern.quote(separator), -1)) {
          if (!each.isEmpty()) {
            paths.add(start.resolve(each).normalize());
          }
        }
        return paths;
      } catch (InvalidPathException e) {
        throw new UserError(
            ExitCode.CONFIGURATION,
            "'" + variable + "' is no list of files",
            "environment, " + variable,
            String.valueOf(e.getMessage()),
            "correct the variable");
      }
    }

    private List<Path> fromEnvironment() {
      String listed = environment.get("COMPOSE_FILE");
      if (listed == null || listed.isEmpty()) {
        return List.of();
      }
      String separator = environment.getOrDefault("COMPOSE_PATH_SEPARATOR", "");
      return paths(listed, separator.isEmpty() ? File.pathSeparator : separator, "COMPOSE_FILE");
    }

    private List<Path> standard() {
      for (Path directory = start; directory != null; directory = directory.getParent()) {
        Path file = first(directory, NAMES);
        if (file != null) {
          Path override = first(directory, OVERRIDES);
          return override == null ? List.of(file) : List.of(file, override);
        }
      }
      throw new UserError(
          ExitCode.CONFIGURATION,
          "there is no Compose file",
          start.toString(),
          "neither this directory nor one above it has one of " + String.join(", ", NAMES),
          "create compose.yaml, or name a file with --file");
    }

    private static @Nullable Path first(Path directory, List<String> names) {
      for (String name : names) {
        if (Files.exists(directory.resolve(name))) {
          return directory.resolve(name);
        }
      }
      return null;
    }

    private List<String> profiles() {
      String listed = environment.get("COMPOSE_PROFILES");
      if (!request.profiles().isEmpty() || listed == null || listed.isEmpty()) {
        return request.profiles();
      }
      return List.of(listed.split(",", -1));
    }
  }
}
