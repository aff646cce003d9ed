package io.usercenter.user.problem;

/**
 * One thing that is wrong, told to whoever can mend it.
 *
 * @param where the file and line, or the address, it is about
 * @param fix a command or an edit
 */
public record Problem(String what, String where, String why, String fix) {

  @Override
  public String toString() {
    return "error: %s%n   at: %s%n  why: %s%n  fix: %s".formatted(what, where, why, fix);
  }
}
