package io.usercenter.user.store;

/** A person who registers. */
public record NewAccount(
    String username, String email, String passwordHash, String nickname, String bio) {

  @Override
  public String toString() {
    return "registration of " + username;
  }
}
