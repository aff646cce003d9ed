package io.usercenter.platform.doctor;

/**
 * One thing looked at.
 *
 * @param what what was seen
 * @param why why it matters
 * @param fix the command or the edit that mends it; empty when nothing needs to be done
 */
public record Finding(String name, Severity severity, String what, String why, String fix) {

  /** FAIL keeps the stack from running; WARN may. */
  public enum Severity {
    OK,
    WARN,
    FAIL
  }

  static Finding ok(String name, String what, String why) {
    return new Finding(name, Severity.OK, what, why, "");
  }

  static Finding warn(String name, String what, String why, String fix) {
    return new Finding(name, Severity.WARN, what, why, fix);
  }

  static Finding fail(String name, String what, String why, String fix) {
    return new Finding(name, Severity.FAIL, what, why, fix);
  }
}
