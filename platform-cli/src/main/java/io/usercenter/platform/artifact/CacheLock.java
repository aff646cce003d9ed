package io.usercenter.platform.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps other processes from the same directory; ends with this process, however it ends. */
final class CacheLock implements AutoCloseable {

  private static final int POLL_MILLIS = 100;
  private static final int PID_BYTES = 20;

  private final FileChannel channel;

  private CacheLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Waits until nobody else holds it.
   *
   * @param waiting hears once, when there is a wait, for whom
   */
  static CacheLock acquire(Path file, Consumer<String> waiting)
      throws IOException, InterruptedException {
    Files.createDirectories(file.resolveSibling(""));
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean said = false;
    boolean held = false;
    try {
      while (tryLock(channel) == null) {
        if (!said) {
          waiting.accept("waiting for process " + holder(channel));
          said = true;
        }
        Thread.sleep(POLL_MILLIS);
      }
      write(channel, String.valueOf(ProcessHandle.current().pid()));
      held = true;
      return new CacheLock(channel);
    } finally {
      if (!held) {
        channel.close();
      }
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(PID_BYTES);
    channel.read(buffer, 0);
    return StandardCharsets.UTF_8.decode(buffer.flip()).toString().strip();
  }

  private static void write(FileChannel channel, String pid) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)), 0);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
