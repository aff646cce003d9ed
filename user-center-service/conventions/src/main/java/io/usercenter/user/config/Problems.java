package io.usercenter.user.config;

import io.usercenter.user.problem.Problem;
import io.usercenter.user.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;

/** Collects everything wrong with a file, so that it is reported at once. */
final class Problems {
  private final List<Problem> found = new ArrayList<>();

  void add(String what, String where, String why, String fix) {
    found.add(new Problem(what, where, why, fix));
  }

  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new ProblemException(List.copyOf(found));
    }
  }
}
