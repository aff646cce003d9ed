package io.usercenter.platform.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * One archive with everything a site without a network needs, in the making: a gzipped tar, because
 * that is what every machine unpacks. Its last file lists the SHA-256 of all others.
 */
public final class Bundle implements AutoCloseable {

  /** Lines as sha256sum(1) reads them; of a link the target is what is summed. */
  static final String MANIFEST = "SHA256SUMS";

  /** Where the parts of a bundle lie. */
  public static final String PLATFORM = "platform";

  public static final String CACHE = "cache";
  public static final String IMAGES = "images.tar";

  private static final int BUFFER_BYTES = 1 << 16;

  private final TarWriter tar;
  private final OutputStream packed;
  private final Map<String, String> sums = new TreeMap<>();

  /**
   * @param target closed with this
   */
  public Bundle(OutputStream target) throws IOException {
    packed = new Fast(target);
    tar = new TarWriter(packed);
  }

  public void file(String path, Path source) throws IOException {
    Tree tree = new Tree();
    tree.file(path, source);
    write(tree);
  }

  /**
   * Adds what is below a directory.
   *
   * @param target where it is in the bundle
   * @param wanted decides on paths relative to the source
   */
  public void directory(String target, Path source, Predicate<Path> wanted) throws IOException {
    Tree tree = new Tree();
    tree.copy(source, target, wanted);
    write(tree);
  }

  private void write(Tree tree) throws IOException {
    for (Map.Entry<String, Entry> each : tree.entries().entrySet()) {
      write(each.getKey(), each.getValue());
    }
  }

  private void write(String path, Entry entry) throws IOException {
    switch (entry) {
      case Entry.Directory directory -> tar.write(path, directory);
      case Entry.Link link -> {
        sums.put(path, Layer.sha256(link.target()));
        tar.write(path, link);
      }
      case Entry.Regular file -> {
        Summed summed = new Summed(file.content(), Layer.sha256());
        tar.write(path, new Entry.Regular(file.owner(), file.mode(), summed));
        sums.put(path, Layer.hex(summed.digest().digest()));
      }
    }
  }

  /** Writes the list and ends the archive. */
  @Override
  public void close() throws IOException {
    try (packed;
        tar) {
      StringBuilder lines = new StringBuilder();
      sums.forEach((path, sum) -> lines.append(sum).append("  ").append(path).append('\n'));
      byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
      tar.write(MANIFEST, new Entry.Regular(Entry.Owner.ROOT, 0644, new Entry.Bytes(bytes)));
    }
  }

  /** Content that is summed while it is written. */
  record Summed(Entry.Content content, MessageDigest digest) implements Entry.Content {

    @Override
    public long sizeBytes() throws IOException {
      return content.sizeBytes();
    }

    @Override
    public void writeTo(OutputStream output) throws IOException {
      content.writeTo(new DigestOutputStream(output, digest));
    }
  }

  /** Images are large and hardly shrink further with more effort. */
  private static final class Fast extends GZIPOutputStream {

    Fast(OutputStream target) throws IOException {
      super(target, BUFFER_BYTES);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
