package io.usercenter.user.model;

/** Somebody else has this username or email, perhaps in another case. */
public final class AlreadyTaken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String field;

  /**
   * @param field {@code username} or {@code email}
   */
  public AlreadyTaken(String field) {
    super(field + " is taken", null, false, false);
    this.field = field;
  }

  public String field() {
    return field;
  }
}
