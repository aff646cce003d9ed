package io.usercenter.user.model;

/** The data cannot be reached at the moment; asking again later may work. */
public final class StoreUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
