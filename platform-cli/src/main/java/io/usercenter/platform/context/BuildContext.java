package io.usercenter.platform.context;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The files that an image is built from. */
public final class BuildContext {

  private static final String IGNORE = ".dockerignore";

  /** Of larger files the size and the time of change must do. */
  private static final long LARGEST_READ = 8L << 20;

  private final Path directory;
  private final Path dockerfile;
  private final SortedMap<String, Path> files = new TreeMap<>();

  private BuildContext(Path directory, Path dockerfile) {
    this.directory = directory;
    this.dockerfile = dockerfile;
  }

  /**
   * Lists the files of a directory, without what its {@code .dockerignore} leaves out.
   *
   * @param dockerfile absolute, or relative to the directory; empty when there is none
   */
  public static BuildContext of(Path directory, String dockerfile) throws IOException {
    BuildContext context = new BuildContext(directory, directory.resolve(dockerfile).normalize());
    context.list();
    return context;
  }

  private void list() throws IOException {
    Path own = dockerfile.resolveSibling(dockerfile.getFileName() + IGNORE);
    Path general = directory.resolve(IGNORE);
    Path ignore = Files.isRegularFile(own) ? own : general;
    IgnoreRules rules =
        new IgnoreRules(Files.isRegularFile(ignore) ? Files.readAllLines(ignore) : List.of());
    Files.walkFileTree(directory, new Listing(rules));
    // The engine takes them out itself, when it has read them.
    for (Path needed : List.of(dockerfile, general)) {
      if (needed.startsWith(directory) && Files.isRegularFile(needed)) {
        files.put(name(needed), needed);
      }
    }
    if (ignore.equals(own)) {
      files.remove(IGNORE);
    }
  }

  private String name(Path path) {
    return directory.relativize(path).toString();
  }

  private final class Listing extends SimpleFileVisitor<Path> {

    private final IgnoreRules rules;

    Listing(IgnoreRules rules) {
      this.rules = rules;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
      if (visited.equals(directory)) {
        return FileVisitResult.CONTINUE;
      }
      boolean excluded = rules.excludes(name(visited));
      if (!excluded) {
        files.put(name(visited), visited);
      }
      return excluded && !rules.hasExceptions()
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      // Sockets and the like cannot be sent.
      if (!attributes.isOther() && !rules.excludes(name(file))) {
        files.put(name(file), file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (rules.excludes(name(file))) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }
  }

  public Path directory() {
    return directory;
  }

  /** The file with the steps; need not be in the directory, nor exist. */
  public Path dockerfile() {
    return dockerfile;
  }

  /** What is in each file and link, by its path in the directory; directories do not count. */
  public SortedMap<String, String> hashes() throws IOException {
    SortedMap<String, String> hashes = new TreeMap<>();
    for (var file : files.entrySet()) {
      if (!Files.isDirectory(file.getValue(), LinkOption.NOFOLLOW_LINKS)) {
        hashes.put(file.getKey(), hash(file.getValue()));
      }
    }
    if (!dockerfile.startsWith(directory) && Files.isRegularFile(dockerfile)) {
      hashes.put(dockerfile.toString(), hash(dockerfile));
    }
    return hashes;
  }

  private static String hash(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      if (Files.isSymbolicLink(file)) {
        digest.update(("link " + Files.readSymbolicLink(file)).getBytes(StandardCharsets.UTF_8));
      } else if (Files.size(file) > LARGEST_READ) {
        String stamp = Files.size(file) + " " + Files.getLastModifiedTime(file);
        digest.update(stamp.getBytes(StandardCharsets.UTF_8));
      } else {
        digest.update((byte) (Files.isExecutable(file) ? 1 : 0));
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
          in.transferTo(OutputStream.nullOutputStream());
        }
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 5);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java runtime has SHA-256", impossible);
    }
  }

  /**
   * Writes everything as a tar archive.
   *
   * @param more content of files that are only in the archive, by name
   */
  public void write(OutputStream out, SortedMap<String, byte[]> more) throws IOException {
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      for (var file : files.entrySet()) {
        add(tar, file.getKey(), file.getValue());
      }
      for (var each : more.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(each.getKey());
        entry.setSize(each.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(each.getValue());
        tar.closeArchiveEntry();
      }
    }
  }

  private static void add(TarArchiveOutputStream tar, String name, Path file) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(file, name, LinkOption.NOFOLLOW_LINKS);
    // Files belong to root in the image, as with Docker's own client.
    entry.setIds(0, 0);
    entry.setNames("", "");
    if (Files.isSymbolicLink(file)) {
      entry = new TarArchiveEntry(name, TarArchiveEntry.LF_SYMLINK);
      entry.setLinkName(Files.readSymbolicLink(file).toString());
    } else {
      entry.setMode(mode(file));
    }
    tar.putArchiveEntry(entry);
    if (entry.isFile() && !entry.isSymbolicLink()) {
      Files.copy(file, tar);
    }
    tar.closeArchiveEntry();
  }

  private static int mode(Path file) throws IOException {
    return (int) Files.getAttribute(file, "unix:mode") & 07777;
  }
}
