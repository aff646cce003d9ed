package io.usercenter.platform.compose;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a file of a user as UTF-8 text, or says why that is not possible. */
final class TextFile {

  /** Ten times the largest Compose file seen; keeps a wrong file from filling the memory. */
  static final int MOST_BYTES = 8 * 1024 * 1024;

  /** Why a file cannot be read, as part of a sentence, and what to do. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    private final String fix;

    Unreadable(String why, String fix) {
      super(why, null, false, false);
      this.fix = fix;
    }

    String why() {
      return String.valueOf(getMessage());
    }

    String fix() {
      return fix;
    }
  }

  private TextFile() {}

  static boolean exists(Path file) {
    return Files.isRegularFile(file);
  }

  static String read(Path file) throws Unreadable {
    byte[] bytes = bytes(file);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException _) {
      throw new Unreadable("it is not UTF-8 text", "save it as UTF-8");
    }
  }

  private static byte[] bytes(Path file) throws Unreadable {
    try {
      if (Files.isDirectory(file)) {
        throw new Unreadable("it is a directory", "name a file in it");
      }
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new Unreadable("it is not a regular file", "name a regular file");
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
          throw new Unreadable(
              "it is larger than " + MOST_BYTES / 1024 / 1024 + " MiB",
              "check that it is the right file");
        }
        return bytes;
      }
    } catch (NoSuchFileException _) {
      throw new Unreadable("it does not exist", "create it, or correct the path");
    } catch (IOException e) {
      throw new Unreadable("it cannot be read: " + e.getMessage(), "check its permissions");
    }
  }
}
