package io.usercenter.platform.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The package sources this machine is set up with, in both formats of sources.list(5).
 *
 * @param directory as a rule {@code /etc/apt}
 */
record AptSources(Path directory) {

  private static final List<String> DEBIAN_SUITES =
      List.of("bullseye", "bookworm", "trixie", "forky", "sid", "stable", "testing", "unstable");

  /** One address with the suites it is used for. */
  private record Source(String uri, List<String> suites, List<String> components) {

    boolean isDebian() {
      return components.contains("main") && suites.stream().anyMatch(DEBIAN_SUITES::contains);
    }
  }

  /** The mirror Debian itself is taken from; empty on derivatives, which have their own. */
  Optional<String> debianMirror() throws IOException {
    for (Path file : files()) {
      String text = Files.readString(file);
      Stream<Source> sources =
          file.toString().endsWith(".sources") ? paragraphs(text) : lines(text);
      Optional<String> mirror = sources.filter(Source::isDebian).map(Source::uri).findFirst();
      if (mirror.isPresent()) {
        return mirror;
      }
    }
    return Optional.empty();
  }

  private List<Path> files() throws IOException {
    Path parts = directory.resolve("sources.list.d");
    Stream<Path> listed = Stream.of();
    if (Files.isDirectory(parts)) {
      try (Stream<Path> entries = Files.list(parts)) {
        listed = entries.sorted().toList().stream();
      }
    }
    return Stream.concat(Stream.of(directory.resolve("sources.list")), listed)
        .filter(it -> it.toString().matches(".*\\.(list|sources)"))
        .filter(Files::isReadable)
        .toList();
  }

  private static Stream<Source> lines(String text) {
    return text.lines()
        .map(line -> line.replaceFirst("#.*", "").replaceFirst("\\[[^]]*]", " ").strip())
        .filter(line -> line.startsWith("deb "))
        .map(line -> Arrays.asList(line.split("\\s+")))
        .filter(words -> words.size() >= 4)
        .map(words ->
            new Source(words.get(1), List.of(words.get(2)), words.subList(3, words.size())));
  }

  private static Stream<Source> paragraphs(String text) {
    String withoutComments =
        text.lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.isBlank() ? "" : line)
            .reduce("", (all, line) -> all + line + "\n");
    return Arrays.stream(withoutComments.split("\n{2,}"))
        .filter(it -> !field(it, "Enabled").contains("no"))
        .filter(it -> field(it, "Types").contains("deb"))
        .flatMap(it ->
            field(it, "URIs").stream()
                .map(uri -> new Source(uri, field(it, "Suites"), field(it, "Components"))));
  }

  /** The words of a field, which goes on in lines that begin with a space. */
  private static List<String> field(String paragraph, String name) {
    String unfolded = paragraph.replaceAll("\n[ \t]+", " ");
    return unfolded
        .lines()
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .flatMap(line -> Arrays.stream(line.substring(name.length() + 1).strip().split("\\s+")))
        .filter(it -> !it.isEmpty())
        .toList();
  }
}
