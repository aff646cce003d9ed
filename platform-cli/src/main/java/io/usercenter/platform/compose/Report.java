package io.usercenter.platform.compose;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.Problem;
import io.usercenter.platform.error.Problems;
import io.usercenter.platform.error.UserError;
import java.util.LinkedHashSet;
import java.util.Set;

/** Gathers what is wrong with the files of one load; the same problem is kept once. */
final class Report {

  /** A broken file can hold one mistake a line; more than this helps nobody. */
  private static final int MOST = 100;

  private final Set<Problem> found = new LinkedHashSet<>();

  void add(Node node, YamlPath path, String what, String why, String fix) {
    add(node.place(), path, what, why, fix);
  }

  void add(Place place, YamlPath path, String what, String why, String fix) {
    add(problem(place, path, what, why, fix));
  }

  void add(Problem problem) {
    if (found.size() < MOST) {
      found.add(problem);
    }
  }

  void add(UserError error) {
    error.problems().forEach(this::add);
  }

  /** Runs a step and keeps what it fails with, so that the next step can find more. */
  void collect(Runnable step) {
    try {
      step.run();
    } catch (UserError e) {
      add(e);
    }
  }

  int size() {
    return found.size();
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  void failIfAny() {
    Problems problems = new Problems();
    found.forEach(each -> problems.add(each.what(), each.where(), each.why(), each.fix()));
    problems.failIfAny(ExitCode.CONFIGURATION);
  }

  static UserError error(Node node, YamlPath path, String what, String why, String fix) {
    Problem problem = problem(node.place(), path, what, why, fix);
    return new UserError(
        ExitCode.CONFIGURATION, problem.what(), problem.where(), problem.why(), problem.fix());
  }

  private static Problem problem(Place place, YamlPath path, String what, String why, String fix) {
    return new Problem(what, path.isRoot() ? place.toString() : place + ", " + path, why, fix);
  }
}
