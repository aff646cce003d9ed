package io.usercenter.user.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id with OWASP's parameters (19 MiB, two passes, one lane) in PHC's text form, and bcrypt
 * for an ancestor's rows. For one thread: its 19 MiB are used again and again, since as garbage
 * they would fill the heap with each hash.
 */
final class PasswordHash {
  /** What one instance holds on to. */
  static final long MEMORY_BYTES = 19L * 1024 * 1024;

  private static final int MEMORY_KIB = (int) (MEMORY_BYTES / 1024);
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final String PREFIX =
      "$argon2id$v=19$m=%d,t=%d,p=%d$".formatted(MEMORY_KIB, PASSES, LANES);

  /** Foreign parameters, up to a bound: a row must not be able to claim all memory. */
  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{3,5}),t=([1-9]),p=([1-4])\\$([\\w+/-]{11,64})\\$([\\w+/-]{16,86})");

  private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(0\\d|1[0-4])\\$.{53}");
  private static final int LONGEST_BCRYPT = 72;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final FixedBlockPool memory = new FixedBlockPool(MEMORY_KIB);

  String hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    byte[] hash = argon2(password, salt, HASH_BYTES, MEMORY_KIB, PASSES, LANES);
    return PREFIX + text(salt) + "$" + text(hash);
  }

  /** Not if it is the hash of no password at all, or of an unknown kind. */
  static boolean isUsable(String stored) {
    Matcher phc = PHC.matcher(stored);
    return BCRYPT.matcher(stored).matches()
        || (phc.matches() && Integer.parseInt(phc.group(1)) <= MEMORY_KIB);
  }

  /** For a hash that is usable. */
  boolean matches(String password, String stored) {
    Matcher phc = PHC.matcher(stored);
    if (phc.matches()) {
      return parsed(phc.group(5)).filter(hash -> matches(password, phc, hash)).isPresent();
    }
    byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= LONGEST_BCRYPT && OpenBSDBCrypt.checkPassword(stored, bytes);
  }

  /** Whether the hash is of another kind, or with other parameters, than new ones. */
  static boolean isOutdated(String stored) {
    return !stored.startsWith(PREFIX);
  }

  private boolean matches(String password, Matcher phc, byte[] expected) {
    return parsed(phc.group(4))
        .map(salt ->
            argon2(
                password,
                salt,
                expected.length,
                Integer.parseInt(phc.group(1)),
                Integer.parseInt(phc.group(2)),
                Integer.parseInt(phc.group(3))))
        .filter(hash -> MessageDigest.isEqual(hash, expected))
        .isPresent();
  }

  private byte[] argon2(
      String password, byte[] salt, int length, int memoryKib, int passes, int lanes) {
    Argon2Parameters.Builder parameters =
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt);
    if (memoryKib == MEMORY_KIB) {
      parameters.withBlockPool(memory);
    }
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(parameters.build());
    byte[] hash = new byte[length];
    generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
    return hash;
  }

  private static String text(byte[] bytes) {
    return Base64.getEncoder().withoutPadding().encodeToString(bytes);
  }

  private static Optional<byte[]> parsed(String text) {
    try {
      return Optional.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
