package io.usercenter.user.guard;

/** A call was not made, since too many before it failed. */
public final class BreakerOpen extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BreakerOpen(String dependency) {
    super("the breaker of " + dependency + " is open", null, false, false);
  }
}
