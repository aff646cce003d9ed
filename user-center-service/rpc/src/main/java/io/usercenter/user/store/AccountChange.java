package io.usercenter.user.store;

import org.jspecify.annotations.Nullable;

/**
 * What to write into an account; {@code null} leaves a field as it is.
 *
 * @param password a new hash, which closes all other sessions
 */
public record AccountChange(
    @Nullable String email,
    @Nullable String nickname,
    @Nullable String bio,
    @Nullable NewPassword password) {

  /** A hash, and the one it replaces: if that is not there any more, nothing is written. */
  public record NewPassword(String current, String next) {

    @Override
    public String toString() {
      return "a new password";
    }
  }
}
