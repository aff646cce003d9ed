package io.usercenter.user.api;

import io.usercenter.user.config.Mode;
import io.usercenter.user.config.Section;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The {@code Auth} block.
 *
 * @param key that access tokens are signed with
 * @param random whether the key was made for this process only
 * @param expire how long an access token is good
 */
record Auth(SecretKey key, boolean random, Duration expire) {
  /** RFC 7518, section 3.2: as long as the hash at least. */
  private static final int LEAST_BYTES = 32;

  private static final int YEAR_SECONDS = 31_536_000;

  /**
   * Without a secret a random one is made, except in the modes for production: there the file must
   * have one, unless it is an ancestor's, which has no such block.
   */
  static Auth read(Section block, Mode mode) {
    Duration expire = Duration.ofSeconds(block.integer("AccessExpire", 900, 1, YEAR_SECONDS));
    byte[] secret = block.text("AccessSecret", "").getBytes(StandardCharsets.UTF_8);
    boolean required = block.present() && EnumSet.of(Mode.PRO, Mode.PRE).contains(mode);
    if (secret.length == 0 ? required : secret.length < LEAST_BYTES) {
      block.wrong(
          "AccessSecret",
          new String(secret, StandardCharsets.UTF_8),
          "at least 32 bytes long in mode "
              + mode.name().toLowerCase(Locale.ROOT)
              + " ('openssl rand -base64 32' makes such)",
          "${JWT_SECRET}");
    }
    return secret.length == 0
        ? new Auth(key(anyKey()), true, expire)
        : new Auth(key(secret), false, expire);
  }

  private static byte[] anyKey() {
    byte[] secret = new byte[LEAST_BYTES];
    new SecureRandom().nextBytes(secret);
    return secret;
  }

  private static SecretKey key(byte[] secret) {
    return new SecretKeySpec(secret, "HmacSHA256");
  }
}
