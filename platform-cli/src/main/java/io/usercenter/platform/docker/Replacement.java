package io.usercenter.platform.docker;

import io.usercenter.platform.error.Problem;
import io.usercenter.platform.error.UserError;
import java.time.Duration;
import java.util.List;

/**
 * Containers of a service that are to run, and those they take the place of: these are kept until
 * the new ones have proved themselves, and run again when they do not.
 *
 * @param fresh ids of the containers to start
 * @param names the names they take in the end, in the same order
 * @param former containers to remove in the end
 * @param beside whether both run until then
 */
record Replacement(List<String> fresh, List<String> names, List<Container> former, boolean beside) {

  boolean replaces() {
    return !former.isEmpty();
  }

  /** The new ones stay. */
  void commit(Containers containers) throws InterruptedException {
    for (Container each : former) {
      containers.remove(each.id());
    }
    if (replaces()) {
      for (int index = 0; index < fresh.size(); index++) {
        containers.rename(fresh.get(index), names.get(index));
      }
    }
  }

  /** The former ones stay; those that ran run again. Gives the error with what became of it. */
  UserError rollBack(Containers containers, String service, Duration grace, UserError cause)
      throws InterruptedException {
    for (String id : fresh) {
      if (former.stream().noneMatch(each -> each.id().equals(id))) {
        containers.stop(id, grace);
        containers.remove(id);
      }
    }
    for (Container each : former) {
      if (each.running() && !beside) {
        containers.start(each.id());
      }
    }
    boolean ran = former.stream().anyMatch(Container::running);
    String now =
        !ran
            ? "the one before it is kept, stopped"
            : beside ? "the one before it never stopped" : "the one before it runs again";
    Problem problem = cause.problems().getFirst();
    return new UserError(
        cause.exitCode(),
        List.of(
            new Problem(
                "the replacement of " + service + " was rolled back; " + now,
                problem.where(),
                problem.what() + "; " + problem.why(),
                "mend what the log complains of, then run the command again")),
        cause);
  }
}
