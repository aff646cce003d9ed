package io.usercenter.user.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * What a session is continued with, once. The family is the same in all tokens of a session: who
 * presents it with another secret than the newest has used a token twice, however old it is.
 */
public final class RefreshToken {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int FAMILY_BYTES = 16;
  private static final int SECRET_BYTES = 32;

  private final byte[] family;
  private final byte[] secret;

  private RefreshToken(byte[] family, byte[] secret) {
    this.family = family;
    this.secret = secret;
  }

  /** The first of a new session. */
  public static RefreshToken first() {
    return new RefreshToken(random(FAMILY_BYTES), random(SECRET_BYTES));
  }

  /** The next of the same session. */
  public RefreshToken next() {
    return new RefreshToken(family, random(SECRET_BYTES));
  }

  public static Optional<RefreshToken> parse(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      return bytes.length == FAMILY_BYTES + SECRET_BYTES
          ? Optional.of(
              new RefreshToken(
                  Arrays.copyOf(bytes, FAMILY_BYTES),
                  Arrays.copyOfRange(bytes, FAMILY_BYTES, bytes.length)))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** As its bearer gets it. */
  public String text() {
    byte[] bytes = Arrays.copyOf(family, FAMILY_BYTES + SECRET_BYTES);
    System.arraycopy(secret, 0, bytes, FAMILY_BYTES, SECRET_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** All that is stored of the family. */
  public byte[] familyHash() {
    return sha256(family);
  }

  /** All that is stored of the secret. */
  public byte[] secretHash() {
    return sha256(secret);
  }

  @Override
  public String toString() {
    return "a refresh token";
  }

  private static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return random;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
