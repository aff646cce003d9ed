package io.usercenter.platform.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.usercenter.platform.error.UserError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {

  @TempDir Path directory;

  private Path source;

  @BeforeEach
  void writeSource() throws IOException {
    source = Files.createDirectories(directory.resolve("source"));
    Files.createDirectories(source.resolve("bin"));
    Files.writeString(source.resolve("bin/run"), "#!/bin/sh\n");
    assertThat(source.resolve("bin/run").toFile().setExecutable(true)).isTrue();
    Files.writeString(source.resolve("settings"), "level = 1\n");
    Files.createSymbolicLink(source.resolve("start"), Path.of("bin/run"));
  }

  @Test
  void bringsWhatWasPutIntoIt() throws IOException {
    BundleContents contents = unpack(bundle());

    Path platform = contents.part("platform");
    assertThat(platform.resolve("settings")).hasContent("level = 1");
    assertThat(platform.resolve("bin/run")).isExecutable();
    assertThat(platform.resolve("start")).isSymbolicLink().hasContent("#!/bin/sh");
  }

  @Test
  void namesAFileThatWasTamperedWith() throws IOException {
    byte[] tampered = replaced(bundle(), "level = 1", "level = 9");

    UserError error = catchThrowableOfType(UserError.class, () -> unpack(tampered));

    assertThat(error.render())
        .contains("'platform/settings' of the bundle is not what was put into it")
        .contains("stack.tar.gz")
        .doesNotContain("platform/bin/run");
  }

  @Test
  void namesAFileThatIsNotOnTheList() throws IOException {
    byte[] changed = replaced(bundle(), "  platform/settings", "  platform/settinge");

    UserError error = catchThrowableOfType(UserError.class, () -> unpack(changed));

    assertThat(error.render())
        .contains("'platform/settings' of the bundle")
        .contains("it is not on the list")
        .contains("'platform/settinge' of the bundle")
        .contains("it is missing");
  }

  @Test
  void refusesABundleThatWasCutShort() throws IOException {
    byte[] whole = bundle();

    assertThatThrownBy(() -> unpack(Arrays.copyOf(whole, whole.length / 2)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void refusesAFileThatWouldLandElsewhere() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(bytes);
        TarWriter tar = new TarWriter(packed)) {
      tar.write("out", new Entry.Link(directory.toString()));
      Entry.Bytes content = new Entry.Bytes("x".getBytes(StandardCharsets.UTF_8));
      tar.write("out/file", new Entry.Regular(Entry.Owner.ROOT, 0644, content));
    }

    assertThatThrownBy(() -> unpack(bytes.toByteArray()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'out/file' would be unpacked outside");
    assertThat(directory.resolve("file")).doesNotExist();
  }

  private byte[] bundle() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Bundle bundle = new Bundle(bytes)) {
      bundle.directory("platform", source, _ -> true);
    }
    return bytes.toByteArray();
  }

  private BundleContents unpack(byte[] bundle) throws IOException {
    return BundleContents.unpack(
        new ByteArrayInputStream(bundle), directory.resolve("target"), "stack.tar.gz");
  }

  /** The same bundle with some bytes in it replaced by as many others. */
  private static byte[] replaced(byte[] bundle, String from, String to) throws IOException {
    byte[] plain;
    try (GZIPInputStream packed = new GZIPInputStream(new ByteArrayInputStream(bundle))) {
      plain = packed.readAllBytes();
    }
    String text = new String(plain, StandardCharsets.ISO_8859_1);
    assertThat(text).contains(from);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(bytes)) {
      packed.write(text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1));
    }
    return bytes.toByteArray();
  }
}
