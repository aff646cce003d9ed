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

  /**
   * What the stack may take of the machine.
   *
   * @param portOffset added to every published port; null for what the stack was brought up with
   * @param expose publish on all addresses instead of loopback only; null likewise
   * @param offline never touch the network
   */
  public record Placement(
      @Nullable Integer portOffset, @Nullable Boolean expose, boolean offline) {}
}
