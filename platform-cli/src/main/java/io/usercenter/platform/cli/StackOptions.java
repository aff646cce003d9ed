package io.usercenter.platform.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which stack is meant, and how it is to run.
 *
 * @param environment null for the one the stack was brought up in
 * @param name name of the stack; null for the one the Compose files give
 * @param files Compose files instead of those of the environment, later ones override; may be empty
 * @param profiles Compose profiles to enable
 */
public record StackOptions(
    @Nullable Environment environment,
    @Nullable String name,
    Placement placement,
    List<Path> files,
    List<String> profiles) {

  public StackOptions {
    files = List.copyOf(files);
    profiles = List.copyOf(profiles);
  }

  /** Which Compose files make up the stack. */
  public enum Environment {
    DEV,
    PROD
  }

  /** What services run as. */
  public enum Choice {
    /** Containers when an engine answers and has their images, or can get them; else processes. */
    AUTO,
    DOCKER,
    NATIVE
  }

  /** The same stack on a runtime of one's own choice. */
  public StackOptions on(Choice runtime) {
    Placement moved =
        new Placement(placement.portOffset(), placement.expose(), placement.offline(), runtime);
    return new StackOptions(environment, name, moved, files, profiles);
  }

  /** The same stack, never touching the network. */
  StackOptions withoutNetwork() {
    Placement offline =
        new Placement(placement.portOffset(), placement.expose(), true, placement.runtime());
    return new StackOptions(environment, name, offline, files, profiles);
  }

  /**
   * What the stack may take of the machine.
   *
   * @param portOffset added to every published port; null for what the stack was brought up with
   * @param expose publish on all addresses instead of loopback only; null likewise
   * @param offline never touch the network
   * @param runtime null for the one the stack was brought up with
   */
  public record Placement(
      @Nullable Integer portOffset,
      @Nullable Boolean expose,
      boolean offline,
      @Nullable Choice runtime) {}
}
