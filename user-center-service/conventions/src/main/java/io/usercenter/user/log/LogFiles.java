package io.usercenter.user.log;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * {@code SERVICE.log} in a directory, put aside as {@code SERVICE-TIME.log} every day or when it is
 * large. Old ones are compressed and deleted as configured. Used by one thread.
 */
final class LogFiles extends OutputStream {
  private final LogSettings settings;
  private final Clock clock;
  private final Path directory;
  private final Path current;
  private OutputStream out;
  private long written;
  private LocalDate day;

  /** Throws {@link IOException} when the directory cannot be made or written. */
  LogFiles(LogSettings settings, Clock clock) throws IOException {
    this.settings = settings;
    this.clock = clock;
    directory = Files.createDirectories(Path.of(settings.directory()));
    current = directory.resolve(settings.serviceName() + ".log");
    day =
        Files.exists(current)
            ? LocalDate.ofInstant(Files.getLastModifiedTime(current).toInstant(), clock.getZone())
            : LocalDate.now(clock);
    out = open();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  /** Takes whole lines, so that none is torn by a rotation. */
  @Override
  public void write(byte[] lines, int offset, int length) throws IOException {
    if (due(length)) {
      rotate();
    }
    out.write(lines, offset, length);
    written += length;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  private boolean due(int more) {
    return settings.maxMegabytes() > 0
        ? written > 0 && written + more > settings.maxMegabytes() * 1_048_576L
        : !LocalDate.now(clock).equals(day);
  }

  private void rotate() throws IOException {
    out.close();
    Path aside = directory.resolve(settings.serviceName() + "-" + stamp() + ".log");
    Files.move(current, aside);
    day = LocalDate.now(clock);
    out = open();
    if (settings.compress()) {
      compress(aside);
    }
    deleteOld();
  }

  private OutputStream open() throws IOException {
    OutputStream opened =
        Files.newOutputStream(current, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    written = Files.size(current);
    return opened;
  }

  /** Unique, and sorted as time is. */
  private String stamp() {
    return Instant.now(clock).toString().replace(':', '-') + "-" + Long.toString(System.nanoTime());
  }

  private static void compress(Path file) throws IOException {
    Path target = file.resolveSibling(file.getFileName() + ".gz");
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
        OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(target))) {
      in.transferTo(gzip);
    }
    Files.delete(file);
  }

  private void deleteOld() throws IOException {
    List<Path> old = new ArrayList<>();
    try (Stream<Path> all = Files.list(directory)) {
      all.filter(this::isAside).sorted(Comparator.reverseOrder()).forEach(old::add);
    }
    Instant oldest = Instant.now(clock).minus(Duration.ofDays(settings.keepDays()));
    for (int i = 0; i < old.size(); i++) {
      boolean tooMany = settings.maxBackups() > 0 && i >= settings.maxBackups();
      boolean tooOld =
          settings.keepDays() > 0
              && Files.getLastModifiedTime(old.get(i)).toInstant().isBefore(oldest);
      if (tooMany || tooOld) {
        Files.delete(old.get(i));
      }
    }
  }

  private boolean isAside(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(settings.serviceName() + "-")
        && (name.endsWith(".log") || name.endsWith(".log.gz"));
  }
}
