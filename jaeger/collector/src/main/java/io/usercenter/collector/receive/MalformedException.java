package io.usercenter.collector.receive;

/** A body that is not what its protocol says; the message is for the client. */
public final class MalformedException extends Exception {

  private static final long serialVersionUID = 1;

  public MalformedException(String message) {
    super(message);
  }
}
