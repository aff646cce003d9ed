package io.usercenter.platform.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Broken inputs end in a project or in an error for the user, and soon. */
class FuzzTest {

  private static final long SEED = Long.getLong("fuzz.seed", 20_261_123L);
  private static final Duration TOTAL = Duration.ofSeconds(6);
  private static final Duration EACH = Duration.ofSeconds(4);
  private static final String[] SPLICES = {
    "\0",
    "\t",
    "${",
    "}",
    "${A:-${",
    "$$",
    "!reset null",
    "!override",
    "<<: *a",
    "&a ",
    "*a",
    "[",
    "]",
    "{",
    "}",
    ": ",
    "- ",
    "\n",
    "\n\n---\n",
    "\"",
    "'",
    "|",
    ">",
    "#",
    "%YAML 1.1\n",
    "? ",
    "extends: a",
    "include: [compose.yaml]",
    "services:",
    "99999999999999999999",
    "-1",
    "1e999",
    ".nan",
    "~",
    "\u00e9",
    "\ud83d\ude00",
    "80-90:80-91",
    "x-",
    "service:a",
    "../../..",
    "\uFEFF"
  };

  private final Random random = new Random(SEED);

  @TempDir Path temporary;

  @Test
  void anyInputIsLoadedOrExplained() throws IOException {
    System.out.println("fuzz seed " + SEED + " (-Dfuzz.seed)");
    List<byte[]> seeds = seeds();
    Path project = Files.createDirectories(temporary.resolve("proj"));
    Path file = project.resolve("compose.yaml");
    long end = System.nanoTime() + TOTAL.toNanos();
    int inputs = 0;

    while (System.nanoTime() < end) {
      byte[] input = mutate(seeds);
      Files.write(file, input);
      load(project, input);
      inputs++;
    }

    System.out.println(inputs + " inputs");
    assertThat(inputs).isGreaterThan(50);
  }

  private static void load(Path project, byte[] input) {
    long start = System.nanoTime();
    try {
      Project loaded =
          ComposeLoader.load(new LoadRequest(project, List.of(), List.of("*"), Map.of("A", "b")));
      assertThat(CanonicalText.json(loaded.tree())).isNotEmpty();
    } catch (UserError e) {
      assertThat(e.problems()).isNotEmpty();
    } catch (RuntimeException | Error e) {
      throw new AssertionError("input: " + new String(input, StandardCharsets.ISO_8859_1), e);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as(() -> "time for " + new String(input, StandardCharsets.ISO_8859_1))
        .isLessThan(EACH);
  }

  private static List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(Path.of("src/test/resources/compose"))) {
      for (Path path : paths.filter(each -> each.toString().endsWith(".yaml")).sorted().toList()) {
        seeds.add(Files.readAllBytes(path));
      }
    }
    return seeds;
  }

  private byte[] mutate(List<byte[]> seeds) {
    byte[] input = seeds.get(random.nextInt(seeds.size()));
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      input = change(input, seeds);
    }
    return input;
  }

  private byte[] change(byte[] input, List<byte[]> seeds) {
    int at = random.nextInt(input.length + 1);
    int to = Math.min(input.length, at + random.nextInt(20));
    byte[] other = seeds.get(random.nextInt(seeds.size()));
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(input, at);
      case 1 -> join(input, at, new byte[0], to);
      case 2 -> join(input, at, new byte[] {(byte) random.nextInt(256)}, to);
      case 3 ->
          join(
              input,
              at,
              SPLICES[random.nextInt(SPLICES.length)].getBytes(StandardCharsets.UTF_8),
              at);
      case 4 -> join(input, at, Arrays.copyOfRange(input, at, to), at);
      default -> join(input, at, Arrays.copyOf(other, random.nextInt(other.length + 1)), to);
    };
  }

  private static byte[] join(byte[] input, int at, byte[] middle, int from) {
    byte[] joined = Arrays.copyOf(input, at + middle.length + input.length - from);
    System.arraycopy(middle, 0, joined, at, middle.length);
    System.arraycopy(input, from, joined, at + middle.length, input.length - from);
    return joined;
  }
}
