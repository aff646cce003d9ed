package io.usercenter.platform.compose;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to load.
 *
 * @param projectDirectory where the user works: relative files start here, and without files a
 *     Compose file is looked for here and in the directories above
 * @param files Compose files, each laid over those before it; empty: COMPOSE_FILE or the standard
 *     names
 * @param profiles profiles to activate; empty: COMPOSE_PROFILES; {@code *} activates all
 * @param environment the whole environment of the process
 * @param overrides what the command line can set beside
 */
public record LoadRequest(
    Path projectDirectory,
    List<Path> files,
    List<String> profiles,
    Map<String, String> environment,
    Overrides overrides) {

  /**
   * What wins over files and environment.
   *
   * @param projectName {@code --project-name}
   * @param directory {@code --project-directory}: where relative paths of the Compose files start;
   *     without it that is the directory of the first file
   * @param envFiles {@code --env-file}; empty: COMPOSE_ENV_FILES or {@code .env}
   */
  public record Overrides(
      @Nullable String projectName, @Nullable Path directory, List<Path> envFiles) {

    public static final Overrides NONE = new Overrides(null, null, List.of());

    public Overrides {
      envFiles = List.copyOf(envFiles);
    }
  }

  public LoadRequest {
    files = List.copyOf(files);
    profiles = List.copyOf(profiles);
    environment = Map.copyOf(environment);
  }

  public LoadRequest(
      Path projectDirectory,
      List<Path> files,
      List<String> profiles,
      Map<String, String> environment) {
    this(projectDirectory, files, profiles, environment, Overrides.NONE);
  }
}
