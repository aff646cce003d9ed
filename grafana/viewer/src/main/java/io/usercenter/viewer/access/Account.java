package io.usercenter.viewer.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The one account there is: Grafana's administrator. */
public record Account(String user, String password) {

  public Account {
    if (user.isEmpty() || password.isEmpty()) {
      throw new IllegalArgumentException("an account needs a name and a password");
    }
  }

  /** Takes as long for a wrong name as for a wrong password. */
  public boolean admits(String givenUser, String givenPassword) {
    boolean sameUser = MessageDigest.isEqual(digest(user), digest(givenUser));
    boolean samePassword = MessageDigest.isEqual(digest(password), digest(givenPassword));
    return sameUser && samePassword;
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java runtime has SHA-256", impossible);
    }
  }

  @Override
  public String toString() {
    return "Account[" + user + "]";
  }
}
