package io.usercenter.platform.process;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one service runs as a native process, as {@code compose/native.yml} says it. Texts may hold
 * placeholders, see {@link Placeholders}.
 *
 * @param artifacts names of what must be fetched or built before it starts
 * @param files path to content, written before each start
 */
public record Recipe(
    List<String> artifacts,
    Map<String, String> files,
    Optional<Preparation> preparation,
    Optional<WarmUp> warmUp,
    Command command,
    Optional<Readiness> readiness,
    Optional<String> stopSignal) {

  public Recipe {
    artifacts = List.copyOf(artifacts);
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }

  /** A program with its words, environment and standard input. */
  public record Command(
      List<String> words, Map<String, String> environment, Optional<String> input) {

    public Command {
      words = List.copyOf(words);
      environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }
  }

  /**
   * What fills an empty data directory.
   *
   * @param version file in that directory and what it must say, so that data of another version is
   *     never touched
   */
  public record Preparation(
      String directory, List<Command> commands, Optional<DataVersion> version) {

    public Preparation {
      commands = List.copyOf(commands);
    }
  }

  /**
   * What makes later starts quicker, done once in the background when everything is ready.
   *
   * @param creates the file it makes
   */
  public record WarmUp(String creates, Command command) {}

  /** The format of data on disk: the file that tells it, and the one value we can read. */
  public record DataVersion(String file, String expected) {}

  /** How to see that it is ready. */
  public sealed interface Readiness {

    record Http(String url) implements Readiness {}

    record Tcp(String port) implements Readiness {}

    record Redis(String port, Optional<String> passwordFile) implements Readiness {}

    record Postgres(String port) implements Readiness {}

    record Exec(List<String> command) implements Readiness {}
  }
}
