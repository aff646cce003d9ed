package io.usercenter.platform.error;

import java.util.ArrayList;
import java.util.List;

/** Collects every problem of a check, then fails once with all of them. Not thread-safe. */
public final class Problems {

  private final List<Problem> found = new ArrayList<>();

  public void add(String what, String where, String why, String fix) {
    found.add(new Problem(what, where, why, fix));
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  public List<Problem> found() {
    return List.copyOf(found);
  }

  /**
   * @throws UserError with everything found, when anything was
   */
  public void failIfAny(ExitCode exitCode) {
    if (!found.isEmpty()) {
      throw new UserError(exitCode, found, null);
    }
  }
}
