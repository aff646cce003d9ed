package io.usercenter.platform.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A service that is being developed.
 *
 * @param program what it runs
 * @param debugPort where its JVM listens for a debugger, on loopback
 */
public record Development(Program program, int debugPort) {

  private static final String CACHE = "-XX:AOTCache=";

  /**
   * A program behind its libraries on the class path.
   *
   * @param jar what changes, in one directory with the others
   * @param libraries a jar that names them
   * @param archive their classes, for the JVM to start from
   */
  public record Program(Path jar, Path libraries, String mainClass, Optional<Path> archive) {

    /** The command with this program instead of its own. */
    List<String> command(List<String> words, String directory) {
      int program = words.indexOf("-jar");
      List<String> changed = new ArrayList<>(words.subList(0, program));
      changed.removeIf(word -> word.startsWith(CACHE));
      archive.ifPresent(file -> changed.add(CACHE + directory + "/" + file.getFileName()));
      changed.add("--enable-native-access=ALL-UNNAMED");
      changed.add("-cp");
      changed.add(
          directory + "/" + libraries.getFileName() + ":" + directory + "/" + jar.getFileName());
      changed.add(mainClass);
      changed.addAll(words.subList(program + 2, words.size()));
      return changed;
    }
  }

  static Map<String, Integer> ports(Map<String, Development> developed) {
    Map<String, Integer> ports = new LinkedHashMap<>();
    developed.forEach((service, each) -> ports.put(service, each.debugPort()));
    return ports;
  }

  static Map<String, Program> programs(Map<String, Development> developed) {
    Map<String, Program> programs = new LinkedHashMap<>();
    developed.forEach((service, each) -> programs.put(service, each.program()));
    return programs;
  }

  /** What becomes of the commands of processes. */
  static Map<String, UnaryOperator<List<String>>> commands(Map<String, Development> developed) {
    Map<String, UnaryOperator<List<String>>> commands = new LinkedHashMap<>();
    programs(developed)
        .forEach((service, program) ->
            commands.put(
                service,
                words ->
                    program.command(
                        words, program.jar().resolveSibling("").normalize().toString())));
    return commands;
  }
}
