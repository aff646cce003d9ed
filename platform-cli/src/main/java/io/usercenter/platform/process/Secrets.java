package io.usercenter.platform.process;

import io.usercenter.platform.stack.Secret;
import io.usercenter.platform.stack.Stack;
import io.usercenter.platform.supervisor.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** Makes the secrets a stack needs and lacks, once, for its whole life. */
public final class Secrets {

  private static final int BYTES = 32;

  private final Stack stack;
  private final SecureRandom random = new SecureRandom();

  private Secrets(Stack stack) {
    this.stack = stack;
  }

  /** Writes every secret of the stack that belongs into the directory and is not there yet. */
  public static void generate(Stack stack, Path directory) {
    Secrets secrets = new Secrets(stack);
    try {
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
      for (Secret secret : stack.secrets().values()) {
        if (secret.file().startsWith(directory)) {
          secrets.write(secret);
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * Lets every account of a container read what is mounted there. On this machine the directory
   * keeps others out, which a mount of a file does not pass through.
   */
  public static void openToContainers(Stack stack, Path directory) {
    try {
      for (Secret secret : stack.secrets().values()) {
        if (secret.file().startsWith(directory) && Files.exists(secret.file())) {
          Files.setPosixFilePermissions(
              secret.file(), PosixFilePermissions.fromString("rw-r--r--"));
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void write(Secret secret) throws IOException {
    // A made-up one follows its template, whose addresses may have moved; a random one stays.
    if (secret.template().isPresent()) {
      PrivateFile.write(secret.file(), fill(secret.template().get()));
    } else if (!Files.exists(secret.file())) {
      PrivateFile.write(secret.file(), random());
    }
  }

  private String fill(String template) throws IOException {
    String text = template;
    for (Secret other : stack.secrets().values()) {
      String placeholder = "${secret:" + other.name() + "}";
      if (text.contains(placeholder)) {
        write(other);
        text = text.replace(placeholder, Files.readString(other.file()).strip());
      }
    }
    return text;
  }

  private String random() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
