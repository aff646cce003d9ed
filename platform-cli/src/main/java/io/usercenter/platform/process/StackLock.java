package io.usercenter.platform.process;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two commands from changing one stack at the same time. The operating system frees it when
 * its holder ends, however it ends.
 */
public final class StackLock implements AutoCloseable {

  private final FileChannel channel;

  private StackLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @param command what the holder does, for whoever finds it locked
   * @throws UserError when another process holds it; names that process
   */
  public static StackLock take(Path file, String stack, String command) {
    String holder = "pid " + ProcessHandle.current().pid() + " (platform " + command + ")\n";
    try {
      Optional<StackLock> lock = Optional.empty();
      // A holder that deletes the stack deletes the file, too: what we got may be of no use.
      while (lock.isEmpty()) {
        lock = tryTake(file, stack, holder);
      }
      return lock.get();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Optional<StackLock> tryTake(Path file, String stack, String holder)
      throws IOException {
    Directories.openToAll(file.resolveSibling(""));
    Optional<Object> before = identity(file);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (tryLock(channel) == null) {
      channel.close();
      throw held(file, stack);
    }
    // The first time there was none: then the next try finds this one.
    if (before.isEmpty() || !before.equals(identity(file))) {
      channel.close();
      return Optional.empty();
    }
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
    return Optional.of(new StackLock(channel));
  }

  /** Without opening the file: closing it again would free the lock, see fcntl_locking(2). */
  private static Optional<Object> identity(Path file) throws IOException {
    try {
      return Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  private static UserError held(Path file, String stack) throws IOException {
    String holder = read(file).strip();
    return new UserError(
        ExitCode.CONFLICT,
        "stack '" + stack + "' is being changed by another command",
        file.toString(),
        "it is held by " + (holder.isEmpty() ? "a process that just began" : holder),
        "wait for it to end, or end it");
  }

  private static String read(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException _) {
      return "";
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      channel.truncate(0);
      channel.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
