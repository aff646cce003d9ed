package io.usercenter.metrics.protocol;

/** A body nobody can read; the message is for whoever sent it. */
public final class MalformedException extends Exception {

  private static final long serialVersionUID = 1;

  public MalformedException(String message) {
    super(message);
  }

  MalformedException(String message, Throwable cause) {
    super(message, cause);
  }
}
