package io.usercenter.user.config;

import io.usercenter.user.problem.Problem;
import io.usercenter.user.problem.ProblemException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects everything wrong with a file, so that it is reported at once, and once. */
final class Problems {
  private final Set<Problem> found = new LinkedHashSet<>();

  void add(String what, String where, String why, String fix) {
    found.add(new Problem(what, where, why, fix));
  }

  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new ProblemException(List.copyOf(found));
    }
  }
}
