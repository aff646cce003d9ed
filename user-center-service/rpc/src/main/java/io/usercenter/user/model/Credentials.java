package io.usercenter.user.model;

/** An account and what its password is checked against. */
public record Credentials(Account account, String passwordHash) {

  @Override
  public String toString() {
    return "credentials of user " + account.id();
  }
}
