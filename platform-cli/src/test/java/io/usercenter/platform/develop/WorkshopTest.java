package io.usercenter.platform.develop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkshopTest {

  private static final String WORD =
      "static final String WORD = \"%s\"; static String word() { return %s; }";

  @TempDir Path directory;

  private Sources sources;
  private Workshop workshop;

  @BeforeEach
  void begin() throws IOException {
    sources = new Sources(directory);
    workshop =
        new Workshop(Reactor.modulesFor(sources.module()), directory.resolve("made/by/platform"));
  }

  @AfterEach
  void end() {
    workshop.close();
  }

  private Outcome.Made made(Set<Path> changed) throws IOException {
    return (Outcome.Made) workshop.make(changed);
  }

  @Test
  void buildsAProgramOfAllModules() throws Exception {
    Outcome.Made made = made(Set.of());

    assertThat(Sources.run(made.jar())).isEqualTo("one");
    assertThat(made.compiled()).isEqualTo(2);
    try (JarFile jar = new JarFile(made.jar().toFile())) {
      assertThat(jar.stream().map(Object::toString))
          .contains("App.class", "Text.class", "note.txt");
    }
  }

  @Test
  void compilesASourceAloneWhenOnlyItsInsideChanged() throws Exception {
    made(Set.of());
    Path changed = sources.java("base", "Text", WORD.formatted("one", "\"two\""));

    Outcome.Made made = made(Set.of(changed));

    assertThat(made.compiled()).isOne();
    assertThat(Sources.run(made.jar())).isEqualTo("two");
  }

  @Test
  void compilesWhatACopiedConstantIsIn() throws Exception {
    sources.java(
        "app", "App", "public static void main(String[] a) { System.out.print(Text.WORD); }");
    made(Set.of());
    Path changed = sources.java("base", "Text", WORD.formatted("three", "WORD"));

    Outcome.Made made = made(Set.of(changed));

    assertThat(made.compiled()).isEqualTo(2);
    assertThat(Sources.run(made.jar())).isEqualTo("three");
  }

  @Test
  void saysWhereAMistakeIsAndGoesOnWhenItIsMended() throws Exception {
    made(Set.of());
    Path broken = sources.java("base", "Text", "static String word() { return 1; }");

    Outcome rejected = workshop.make(Set.of(broken));

    assertThat(rejected)
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            it ->
                assertThat(it.mistakes().getFirst().text(directory))
                    .startsWith("group/base/src/main/java/Text.java:2:33: incompatible types")
                    .endsWith(
                        "\n      static String word() { return 1; }\n" + " ".repeat(36) + "^"));

    sources.java("base", "Text", "static String word() { return \"mended\"; }");
    assertThat(Sources.run(made(Set.of(broken)).jar())).isEqualTo("mended");
  }

  @Test
  void aChangeThatOthersDoNotFollowIsAMistakeOfTheirs() throws Exception {
    made(Set.of());
    Path changed = sources.java("base", "Text", "static int number() { return 1; }");

    Outcome rejected = workshop.make(Set.of(changed));

    assertThat(rejected)
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            it -> assertThat(it.mistakes().getFirst().file()).endsWith(Path.of("App.java")));
    Path mended =
        sources.java(
            "app",
            "App",
            "public static void main(String[] a) { System.out.print(Text.number()); }");
    assertThat(Sources.run(made(Set.of(mended)).jar())).isEqualTo("1");
  }

  @Test
  void forgetsTheClassesOfADeletedSource() throws Exception {
    Path extra = sources.java("base", "Extra", "");
    made(Set.of());
    Files.delete(extra);

    Outcome.Made made = made(Set.of(extra));

    try (JarFile jar = new JarFile(made.jar().toFile())) {
      assertThat(jar.getEntry("Extra.class")).isNull();
    }
  }

  @Test
  void takesAChangedResourceWithoutCompiling() throws Exception {
    made(Set.of());
    Path note = sources.write("group/base/src/main/resources/note.txt", "second");

    Outcome.Made made = made(Set.of(note));

    assertThat(made.compiled()).isZero();
    try (JarFile jar = new JarFile(made.jar().toFile())) {
      assertThat(jar.getInputStream(jar.getEntry("note.txt"))).hasContent("second");
    }
  }

  @Test
  void leavesToMavenWhatOnlyMavenKnows() {
    Path module = sources.module();

    assertThat(workshop.needsMaven(List.of(module.resolve("pom.xml")))).isTrue();
    assertThat(workshop.needsMaven(List.of(module.resolve("src/main/protobuf/a.proto")))).isTrue();
    assertThat(workshop.needsMaven(List.of(module.resolve("src/main/java/App.java")))).isFalse();
    assertThat(workshop.needsMaven(List.of(directory.resolve("group/other/pom.xml")))).isFalse();
  }

  @Test
  void keepsTheOneProgramThatRuns() throws Exception {
    Path first = made(Set.of()).jar();
    Path second = made(Set.of()).jar();

    workshop.keepOnly(second);

    assertThat(first).doesNotExist();
    assertThat(Sources.run(second)).isEqualTo("one");
  }
}
