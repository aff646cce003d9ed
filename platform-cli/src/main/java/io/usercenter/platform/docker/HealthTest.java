package io.usercenter.platform.docker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command that tells whether a container is ready, as Compose or its image declares it.
 *
 * @param command to run in the container
 * @param interval between two runs of the engine's own
 */
record HealthTest(List<String> command, Duration interval, Duration timeout) {

  private static final Duration DEFAULT = Duration.ofSeconds(30);

  /**
   * @param inspected the container as the engine describes it
   */
  static Optional<HealthTest> of(Map<String, Object> inspected) {
    Map<String, Object> config = Tree.map(inspected, "Config");
    Map<String, Object> check = Tree.map(config, "Healthcheck");
    List<String> test = Tree.texts(check, "Test");
    if (test.isEmpty() || test.getFirst().equals("NONE")) {
      return Optional.empty();
    }
    List<String> words = test.subList(1, test.size());
    List<String> command = new ArrayList<>();
    if (test.getFirst().equals("CMD-SHELL")) {
      List<String> shell = Tree.texts(config, "Shell");
      command.addAll(shell.isEmpty() ? List.of("/bin/sh", "-c") : shell);
    }
    command.addAll(words);
    return Optional.of(new HealthTest(command, span(check, "Interval"), span(check, "Timeout")));
  }

  private static Duration span(Map<String, Object> check, String key) {
    long nanos = Tree.number(check, key);
    return nanos == 0 ? DEFAULT : Duration.ofNanos(nanos);
  }
}
