package io.usercenter.platform.doctor;

/** One examined thing: what was found, why it matters, and the command that mends it. */
public record Finding(String name, Severity severity, String what, String why, String fix) {

  /** How bad it is. */
  public enum Severity {
    OK,
    WARN,
    FAIL
  }
}
