package io.usercenter.platform.image;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.Problems;
import io.usercenter.platform.image.TarReader.Item;
import io.usercenter.platform.image.TarReader.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/** A bundle unpacked into a directory and proved whole; nothing of it is in use yet. */
public final class BundleContents {

  private static final int BUFFER_BYTES = 1 << 16;

  private final Path directory;
  private final String name;
  private final Map<String, String> found = new HashMap<>();
  private final Map<String, String> listed = new HashMap<>();

  private BundleContents(Path directory, String name) {
    this.directory = directory;
    this.name = name;
  }

  /**
   * @param directory empty or not there yet
   * @param name of the bundle, for messages
   * @throws io.usercenter.platform.error.UserError with every file that is not as the bundle's list
   *     says
   * @throws IOException when it is no such archive, or cut short
   */
  public static BundleContents unpack(InputStream bundle, Path directory, String name)
      throws IOException {
    Files.createDirectories(directory);
    BundleContents contents = new BundleContents(directory.toRealPath(), name);
    contents.unpack(new TarReader(new GZIPInputStream(bundle, BUFFER_BYTES)));
    contents.verify();
    return contents;
  }

  /** A part of it; need not exist. */
  public Path part(String path) {
    return directory.resolve(path);
  }

  private void unpack(TarReader tar) throws IOException {
    for (Optional<Item> item = tar.next(); item.isPresent(); item = tar.next()) {
      String path = item.get().name();
      if (path.equals(Bundle.MANIFEST)) {
        list(tar.content());
      } else if (item.get().kind() == Kind.LINK) {
        Files.createSymbolicLink(target(path), Path.of(item.get().link()));
        found.put(path, Layer.sha256(item.get().link()));
      } else if (item.get().kind() == Kind.FILE) {
        write(item.get(), tar.content());
      } else {
        Files.createDirectories(target(path));
      }
    }
  }

  private void list(InputStream content) throws IOException {
    String text = new String(content.readAllBytes(), StandardCharsets.UTF_8);
    text.lines()
        .map(line -> line.split(" {2}", 2))
        .filter(words -> words.length == 2)
        .forEach(words -> listed.put(words[1], words[0]));
  }

  private void write(Item item, InputStream content) throws IOException {
    MessageDigest digest = Layer.sha256();
    Path target = target(item.name());
    try (OutputStream file = Files.newOutputStream(target);
        OutputStream output = new DigestOutputStream(file, digest)) {
      content.transferTo(output);
    }
    boolean program = (item.mode() & 0100) != 0;
    Files.setPosixFilePermissions(
        target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    found.put(item.name(), Layer.hex(digest.digest()));
  }

  /** Neither dots nor a link that was unpacked before lead out of the directory. */
  private Path target(String path) throws IOException {
    Path target = directory.resolve(path).normalize();
    Path parent = target.resolveSibling("").normalize();
    if (!target.startsWith(directory) || target.equals(directory)) {
      throw new IOException("'" + path + "' would be unpacked outside of its directory");
    }
    Files.createDirectories(parent);
    if (!parent.toRealPath().equals(parent)) {
      throw new IOException("'" + path + "' would be unpacked outside of its directory");
    }
    return target;
  }

  private void verify() {
    Problems problems = new Problems();
    TreeSet<String> all = new TreeSet<>(found.keySet());
    all.addAll(listed.keySet());
    if (listed.isEmpty()) {
      problem(problems, Bundle.MANIFEST, "the bundle has no list of checksums");
    }
    for (String path : listed.isEmpty() ? new TreeSet<String>() : all) {
      String sum = found.get(path);
      if (sum == null) {
        problem(problems, path, "it is missing");
      } else if (!listed.containsKey(path)) {
        problem(problems, path, "it is not on the list");
      } else if (!sum.equals(listed.get(path))) {
        problem(problems, path, "expected " + listed.get(path) + ", found " + sum);
      }
    }
    problems.failIfAny(ExitCode.FAILED);
  }

  private void problem(Problems problems, String path, String why) {
    problems.add(
        "'" + path + "' of the bundle is not what was put into it",
        name,
        why,
        "copy the bundle again from where it was made; nothing of it was installed");
  }
}
