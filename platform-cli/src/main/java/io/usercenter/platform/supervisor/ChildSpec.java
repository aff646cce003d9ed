package io.usercenter.platform.supervisor;

import io.usercenter.platform.probe.Probe;
import io.usercenter.platform.stack.Lifecycle;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything the supervisor needs to run one service, now and after a crash.
 *
 * @param fingerprint what the planner compares; opaque here
 * @param layout what must be on disk before it starts
 * @param probe how to see whether it is ready; empty means ready once it runs
 * @param endpoints container port to loopback port
 */
public record ChildSpec(
    String name,
    SortedMap<String, String> fingerprint,
    Layout layout,
    Launch launch,
    Optional<WarmUp> warmUp,
    Optional<Probe> probe,
    Lifecycle lifecycle,
    Map<Integer, Integer> endpoints) {

  public ChildSpec {
    fingerprint = Collections.unmodifiableSortedMap(new TreeMap<>(fingerprint));
    endpoints = Collections.unmodifiableMap(new TreeMap<>(endpoints));
  }

  /**
   * Directories, configuration files and prepared data a service finds when it starts.
   *
   * @param replaced directory that holds nothing but what {@code files} puts there
   * @param files path to content; only the account that runs the service may read them
   */
  public record Layout(
      Path replaced,
      List<Path> directories,
      Map<Path, String> files,
      List<Preparation> preparations) {

    public Layout {
      directories = List.copyOf(directories);
      files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
      preparations = List.copyOf(preparations);
    }
  }

  /**
   * One process to start.
   *
   * @param environment the whole environment; nothing is inherited
   * @param input file for standard input; empty means none
   */
  public record Launch(
      List<String> command, Map<String, String> environment, Path directory, Optional<Path> input) {

    public Launch {
      command = List.copyOf(command);
      environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }
  }

  /**
   * A command that makes later starts quicker by creating a file.
   *
   * @param creates where the file goes; the command names it, and is run with another name until it
   *     has succeeded
   */
  public record WarmUp(Path creates, Launch launch) {}

  /**
   * Commands that fill an empty data directory. Done once: a marker beside the data says so, and
   * what a killed run left behind is wiped before it is done again.
   */
  public record Preparation(Path directory, List<Launch> commands) {

    public Preparation {
      commands = List.copyOf(commands);
    }
  }
}
