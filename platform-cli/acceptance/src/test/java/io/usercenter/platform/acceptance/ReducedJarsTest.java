package io.usercenter.platform.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever of a library the rpc can reach is in the part of it that its image has. */
class ReducedJarsTest {

  private static final Path RPC = Checkout.root().resolve("user-center-service/rpc/target");
  private static final Pattern WORD =
      Pattern.compile("[A-Za-z_$][\\w$]*(?:[./][A-Za-z_$][\\w$]*)+");

  /**
   * Its methods lead to every part of Elasticsearch; those that are called are seen by the caller.
   */
  private static final Set<String> FACADES =
      Set.of(
          "co/elastic/clients/elasticsearch/ElasticsearchClient",
          "co/elastic/clients/elasticsearch/ElasticsearchAsyncClient");

  /** For them BouncyCastle is optional: they ask whether its provider is there. */
  private static final List<String> DO_WITHOUT = List.of("io/netty/", "io/vertx/");

  @ParameterizedTest
  @ValueSource(strings = {"elasticsearch-java", "bcprov"})
  void theImageHasWhatIsReached(String library) throws IOException {
    Map<String, byte[]> own = new HashMap<>();
    Deque<byte[]> open = new ArrayDeque<>();
    for (Path jar : jars()) {
      boolean reduced = jar.getFileName().toString().startsWith(library + "-");
      classes(jar)
          .forEach((name, content) -> {
            if (reduced) {
              own.put(name, content);
            } else if (DO_WITHOUT.stream().noneMatch(name::startsWith)) {
              open.add(content);
            }
          });
    }
    List<PathMatcher> kept = kept(library);

    Set<String> reached = reached(open, own);

    assertThat(reached).hasSizeGreaterThan(50);
    assertThat(reached)
        .allSatisfy(name ->
            assertThat(kept)
                .as(name)
                .anySatisfy(glob -> assertThat(glob.matches(Path.of(name + ".class"))).isTrue()));
  }

  private static Set<String> reached(Deque<byte[]> open, Map<String, byte[]> own) {
    Set<String> reached = new TreeSet<>();
    while (!open.isEmpty()) {
      for (String name : named(open.remove())) {
        byte[] content = own.get(name);
        if (content != null && reached.add(name) && !FACADES.contains(name)) {
          open.add(content);
        }
      }
    }
    return reached;
  }

  /**
   * Every class that its constants name, as a type, in a signature, or in a text for reflection.
   */
  private static Set<String> named(byte[] content) {
    Set<String> names = new HashSet<>();
    for (PoolEntry entry : ClassFile.of().parse(content).constantPool()) {
      if (entry instanceof ClassEntry type) {
        names.add(type.asInternalName());
      } else if (entry instanceof Utf8Entry text) {
        Matcher words = WORD.matcher(text.stringValue());
        while (words.find()) {
          String word = words.group().replace('.', '/');
          names.add(word);
          // In a descriptor, behind the letter that says that it is a class.
          names.add(word.replaceFirst("^[A-Z]*L", ""));
        }
      }
    }
    return names;
  }

  private static List<Path> jars() throws IOException {
    try (Stream<Path> libraries = Files.list(RPC.resolve("lib"))) {
      return Stream.concat(Stream.of(RPC.resolve("user-center-rpc.jar")), libraries)
          .filter(jar -> jar.toString().endsWith(".jar"))
          .toList();
    }
  }

  private static Map<String, byte[]> classes(Path path) throws IOException {
    Map<String, byte[]> classes = new HashMap<>();
    try (JarFile jar = new JarFile(path.toFile())) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        String name = entry.getName();
        if (name.endsWith(".class") && !name.startsWith("META-INF/")) {
          byte[] content = jar.getInputStream(entry).readAllBytes();
          classes.put(name.substring(0, name.length() - ".class".length()), content);
        }
      }
    }
    return classes;
  }

  private static List<PathMatcher> kept(String library) throws IOException {
    String images = Files.readString(Checkout.root().resolve("compose/images.yml"));
    Matcher globs =
        Pattern.compile("/app/lib/" + library + "-\\*\\.jar: >-\\n((?: {8}.*\\n)+)")
            .matcher(images);
    assertThat(globs.find()).as(library).isTrue();
    return Arrays.stream(Objects.requireNonNull(globs.group(1)).strip().split("\\s+"))
        .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
        .toList();
  }
}
