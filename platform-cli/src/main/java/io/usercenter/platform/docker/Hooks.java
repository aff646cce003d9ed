package io.usercenter.platform.docker;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Commands of a service that run in its container after it has started or before it stops. */
final class Hooks {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private Hooks() {}

  /**
   * @param when post_start or pre_stop
   * @throws UserError when a command fails, with what it said
   */
  static void run(
      Containers containers, String id, String service, Map<String, ?> fields, String when)
      throws InterruptedException {
    for (Object entry : Tree.list(fields, when)) {
      Map<String, Object> hook = Tree.map(entry);
      Map<String, Object> settings = new LinkedHashMap<>();
      settings.put("Cmd", Tree.texts(hook, "command"));
      settings.put("User", Tree.text(hook, "user"));
      settings.put("Privileged", Tree.truth(hook, "privileged"));
      settings.put("WorkingDir", Tree.text(hook, "working_dir"));
      List<String> environment = new ArrayList<>();
      Tree.textMap(hook, "environment")
          .forEach((name, value) -> environment.add(name + "=" + value));
      settings.put("Env", environment);
      Containers.Outcome outcome = containers.exec(id, settings, LIMIT);
      if (outcome.exitCode() != 0) {
        throw new UserError(
            ExitCode.FAILED,
            "a " + when + " command of " + service + " ended with code " + outcome.exitCode(),
            "services." + service + "." + when,
            outcome.output().strip(),
            "correct the command, then run platform again");
      }
    }
  }
}
