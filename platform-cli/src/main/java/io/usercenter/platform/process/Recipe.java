package io.usercenter.platform.process;

import io.usercenter.platform.probe.Probe;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

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

  private static final String LOOPBACK = "127.0.0.1";

  public Recipe {
    artifacts = List.copyOf(artifacts);
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }

  /** The same with another command; nothing is computed from it for later starts. */
  Recipe running(UnaryOperator<List<String>> change) {
    List<String> words = change.apply(command.words());
    return new Recipe(
        artifacts,
        files,
        preparation,
        Optional.empty(),
        new Command(words, command.environment(), command.input()),
        readiness,
        stopSignal);
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

  /** How to see that it is ready; texts hold placeholders until a probe is made of them. */
  public sealed interface Readiness {

    /**
     * @param expand replaces the placeholders of a text
     */
    Probe probe(UnaryOperator<String> expand);

    record Http(String url) implements Readiness {

      @Override
      public Probe probe(UnaryOperator<String> expand) {
        return new Probe.Http(URI.create(expand.apply(url)), 200);
      }
    }

    record Tcp(String port) implements Readiness {

      @Override
      public Probe probe(UnaryOperator<String> expand) {
        return new Probe.Tcp(LOOPBACK, Integer.parseInt(expand.apply(port)));
      }
    }

    record Redis(String port, Optional<String> passwordFile) implements Readiness {

      @Override
      public Probe probe(UnaryOperator<String> expand) {
        return new Probe.Redis(
            LOOPBACK,
            Integer.parseInt(expand.apply(port)),
            passwordFile.map(expand).map(Path::of).orElse(null));
      }
    }

    record Postgres(String port) implements Readiness {

      @Override
      public Probe probe(UnaryOperator<String> expand) {
        return new Probe.Postgres(LOOPBACK, Integer.parseInt(expand.apply(port)));
      }
    }

    record Exec(List<String> command) implements Readiness {

      @Override
      public Probe probe(UnaryOperator<String> expand) {
        return new Probe.Exec(command.stream().map(expand).toList());
      }
    }
  }
}
