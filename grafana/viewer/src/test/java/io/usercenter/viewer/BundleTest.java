package io.usercenter.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The committed pages, as far as they can be judged without Node. */
class BundleTest {

  private static final Path WEB = Path.of("web");
  private static final Path BUNDLE = Path.of("bundle");
  private static final Pattern IMPORT = Pattern.compile("(?:from|import)\"\\./([^\"]+\\.js)\"");
  private static final int FIRST_PAGE_KILOBYTES = 900;

  @Test
  void isBuiltFromTheSourcesBesideIt() throws Exception {
    List<Path> files = new ArrayList<>();
    for (String name : List.of("build.mjs", "icons.mjs", "package-lock.json")) {
      files.add(WEB.resolve(name));
    }
    try (Stream<Path> sources = Files.walk(WEB.resolve("src"))) {
      sources.filter(Files::isRegularFile).forEach(files::add);
    }
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    List<String> names =
        files.stream().map(file -> WEB.relativize(file).toString()).sorted().toList();
    for (String name : names) {
      digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
      digest.update(Files.readAllBytes(WEB.resolve(name)));
      digest.update((byte) '\n');
    }

    assertThat(Files.readString(BUNDLE.resolve("SOURCES")).strip())
        .as("the pages are older than web/src: cd grafana/viewer/web; npm ci; npm run build")
        .isEqualTo(HexFormat.of().formatHex(digest.digest()));
  }

  @Test
  void needsLittleForItsFirstPage() throws IOException {
    String page = Files.readString(BUNDLE.resolve("index.html"));
    Matcher script = Pattern.compile("src=\"/assets/([^\"]+)\"").matcher(page);
    assertThat(script.find()).isTrue();

    Set<String> loaded = new LinkedHashSet<>();
    follow(script.group(1), loaded);
    long bytes = Files.size(BUNDLE.resolve("index.html"));
    for (String name : loaded) {
      bytes += Files.size(BUNDLE.resolve("assets").resolve(name + ".gz"));
    }
    Matcher styles = Pattern.compile("href=\"/assets/([^\"]+\\.css)\"").matcher(page);
    while (styles.find()) {
      bytes += Files.size(BUNDLE.resolve("assets").resolve(styles.group(1) + ".gz"));
    }

    assertThat(bytes >> 10).isBetween(100L, (long) FIRST_PAGE_KILOBYTES);
  }

  @Test
  void saysWhoseCodeItHoldsAndNamesNoRegistry() throws IOException {
    String notices = unpacked(BUNDLE.resolve("public/THIRD-PARTY.txt.gz"));

    assertThat(notices)
        .contains("@grafana/ui 13.2.2, Apache-2.0")
        .contains("react 19.2.0, MIT")
        .doesNotContain("AGPL-3.0-only")
        .doesNotContain("get-document");
    assertThat(Files.readString(WEB.resolve("package-lock.json"))).doesNotContain("\"resolved\"");
  }

  private static void follow(String name, Set<String> loaded) throws IOException {
    if (loaded.add(name)) {
      Matcher imports = IMPORT.matcher(unpacked(BUNDLE.resolve("assets").resolve(name + ".gz")));
      while (imports.find()) {
        follow(imports.group(1), loaded);
      }
    }
  }

  private static String unpacked(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
