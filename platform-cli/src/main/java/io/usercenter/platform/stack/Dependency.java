package io.usercenter.platform.stack;

/**
 * What must hold of another service before this one starts.
 *
 * @param restart this service is restarted when the other one is
 * @param required false: go on without it when the stack does not run it
 */
public record Dependency(String service, Condition condition, boolean restart, boolean required) {

  /** The three conditions of the Compose Specification. */
  public enum Condition {
    STARTED,
    HEALTHY,
    COMPLETED
  }
}
