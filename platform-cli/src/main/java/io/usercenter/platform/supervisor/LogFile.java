package io.usercenter.platform.supervisor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The output of one child. The child itself appends to it, so that it goes on writing whatever
 * happens to the supervisor; rotation therefore copies and truncates.
 */
public final class LogFile {

  private static final long LIMIT_BYTES = 10L << 20;
  private static final int KEPT = 3;
  private static final int TAIL_BYTES = 16 << 10;

  private final Path path;

  public LogFile(Path path) {
    this.path = path;
  }

  public Path path() {
    return path;
  }

  /**
   * Moves the content to {@code <name>.1} and so on when it has grown over 10 MiB; three are kept.
   */
  void rotateIfLarge() throws IOException {
    if (!Files.exists(path) || Files.size(path) < LIMIT_BYTES) {
      return;
    }
    for (int number = KEPT - 1; number >= 1; number--) {
      Path older = numbered(number);
      if (Files.exists(older)) {
        Files.move(older, numbered(number + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    copyAndTruncate(numbered(1));
  }

  private void copyAndTruncate(Path target) throws IOException {
    try (FileChannel from =
            FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileChannel to =
            FileChannel.open(
                target,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      long copied = 0;
      // Lines that arrive while copying are copied too: only microseconds are left for a loss.
      while (copied < from.size()) {
        copied += from.transferTo(copied, from.size() - copied, to);
      }
      from.truncate(0);
    }
  }

  private Path numbered(int number) {
    return path.resolveSibling(path.getFileName() + "." + number);
  }

  /** The last lines, oldest first; none when there is no log yet. */
  public List<String> tail(int lines) {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long begin = Math.max(0, channel.size() - TAIL_BYTES);
      ByteBuffer buffer = ByteBuffer.allocate((int) (channel.size() - begin));
      int read = 0;
      while (buffer.hasRemaining() && read >= 0) {
        read = channel.read(buffer, begin + buffer.position());
      }
      String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
      List<String> all = text.lines().filter(line -> !line.isBlank()).toList();
      return all.subList(Math.max(0, all.size() - lines), all.size());
    } catch (IOException _) {
      return List.of();
    }
  }
}
