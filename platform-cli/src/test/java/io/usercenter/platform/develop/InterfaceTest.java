package io.usercenter.platform.develop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterfaceTest {

  private static final String BEFORE =
      "class A { static final int N = 1; int m(int x) { return x; } private int p; }";

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "class A { static final int N = 1; int m(int x) { return x + 1; } private int p; }",
        "class A { static final int N = 1; int m(int y) { Runnable r = () -> {}; r.run(); return y; } }",
        "class A { int m(int x) { return q(); } private int q() { return 2; } static final int N = 1; }",
        "class A { static final int N = 1; int m(int x) { return new Object() { int z = 1; }.z; } }",
      })
  void isTheSameWhenOnlyTheInsideChanges(String after) throws IOException {
    assertThat(interfaceOf(after)).isEqualTo(interfaceOf(BEFORE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "class A { static final int N = 2; int m(int x) { return x; } private int p; }",
        "class A { static final int N = 1; long m(int x) { return x; } private int p; }",
        "class A { static final int N = 1; int m(int x) throws Exception { return x; } }",
        "class A { static final int N = 1; static int m(int x) { return x; } }",
        "class A { static final int N = 1; int m(int x) { return x; } int n() { return 1; } }",
        "class A { static final int N = 1; int m(int x) { return x; } java.util.List<String> p; }",
        "class A { static final int N = 1; int m(int x) { return x; } class B {} }",
        "class A implements Runnable { static final int N = 1; int m(int x) { return x; } public void run() {} }",
        "final class A { static final int N = 1; int m(int x) { return x; } }",
        "class A<T> { static final int N = 1; int m(int x) { return x; } }",
      })
  void differsWhenOthersMayHaveToFollow(String after) throws IOException {
    assertThat(interfaceOf(after)).isNotEqualTo(interfaceOf(BEFORE));
  }

  private Set<String> interfaceOf(String source) throws IOException {
    Path file = Files.writeString(directory.resolve("A.java"), source);
    Path classes = OpenFiles.empty(directory.resolve("classes"));
    try (Compiler compiler = new Compiler()) {
      assertThat(compiler.compile(List.of(file), List.of(), classes)).isEmpty();
    }
    return Interface.of(Files.readAllBytes(classes.resolve("A.class")));
  }
}
