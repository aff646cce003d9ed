package io.usercenter.platform.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class HostileInputTest {

  @TempDir Path project;

  @Test
  void explainsAnAliasBomb() throws IOException {
    StringBuilder bomb =
        new StringBuilder("x-a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for (int i = 1; i < 12; i++) {
      String alias = "*a" + (i - 1);
      bomb.append("x-a").append(i).append(": &a").append(i).append(" [");
      bomb.append(String.join(", ", java.util.Collections.nCopies(9, alias))).append("]\n");
    }

    UserError error = error(bomb.toString());

    assertThat(error.render()).contains("more than 400000 values");
  }

  @Test
  void explainsDeepNesting() throws IOException {
    UserError brackets = error("x-a: " + "[".repeat(100_000));
    UserError braces = error("x-a: " + "{a: ".repeat(100_000));
    UserError dashes = error("x-a:\n  " + "- ".repeat(100_000));

    assertThat(brackets.render()).contains("nested more than 100 levels");
    assertThat(braces.render()).contains("nested more than 100 levels");
    assertThat(dashes.render()).contains("nested more than 100 levels");
  }

  @Test
  void explainsBinaryAndForeignText() throws IOException {
    Files.write(project.resolve("compose.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 'a', 0});
    assertThat(load().render()).contains("not UTF-8 text");

    assertThat(error("services:\0 {}").render()).contains("not a YAML file");
  }

  @Test
  void explainsAFileThatIsTooLarge() throws IOException {
    UserError error = error("services: {a: {image: " + "x".repeat(9 * 1024 * 1024) + "}}");

    assertThat(error.render()).contains("larger than 8 MiB");
  }

  @Test
  void explainsADirectoryAndAMissingFile() throws IOException {
    Files.createDirectory(project.resolve("compose.yaml"));
    assertThat(load().render()).contains("it is a directory");

    UserError missing =
        catchThrowableOfType(
            UserError.class,
            () ->
                ComposeLoader.load(
                    new LoadRequest(project, List.of(Path.of("no.yaml")), List.of(), Map.of())));
    assertThat(missing.render()).contains("'no.yaml'").contains("does not exist");
  }

  @Test
  void explainsALongChainOfExtends() throws IOException {
    StringBuilder chain = new StringBuilder("services:\n  s0: {image: x}\n");
    for (int i = 5000; i > 0; i--) {
      chain.append("  s").append(i).append(": {extends: s").append(i - 1).append("}\n");
    }

    assertThat(error(chain.toString()).render()).contains("extend each other too often");
  }

  @Test
  void explainsIncludesThatMultiply() throws IOException {
    for (int i = 0; i < 30; i++) {
      String next = "f" + (i + 1) + ".yaml";
      Files.writeString(
          project.resolve("f" + i + ".yaml"), "include: [" + next + ", " + next + "]\n");
    }
    Files.writeString(project.resolve("f30.yaml"), "services: {a: {image: x}}\n");

    assertThat(error("include: [f0.yaml]").render()).contains("more than 500 files are read");
  }

  @Test
  void explainsVariablesThatNestTooDeep() throws IOException {
    UserError error =
        error("services: {a: {image: \"" + "${A:-".repeat(5000) + "x" + "}".repeat(5000) + "\"}}");

    assertThat(error.render()).contains("nested more than 50 deep");
  }

  @Test
  void explainsServicesThatMultiplyByExtends() throws IOException {
    StringBuilder stack = new StringBuilder("services:\n  base: {image: x, labels: [");
    for (int i = 0; i < 5000; i++) {
      stack.append("l").append(i).append("=1, ");
    }
    stack.append("]}\n");
    for (int i = 0; i < 1000; i++) {
      stack.append("  s").append(i).append(": {extends: base}\n");
    }

    assertThat(error(stack.toString()).render()).contains("more than 1000000 values");
  }

  @Test
  void explainsTooManyPorts() throws IOException {
    String ports = "\"1-65535:1-65535\", \"1-65535:1-65535/udp\"";

    UserError error =
        error(
            "services: {a: {image: x, ports: ["
                + ports
                + "]}, b: {image: x, ports: ["
                + ports
                + "]}}");

    assertThat(error.render()).contains("more than 200000 ports");
  }

  @Test
  void readsALongLineWithManyVariablesOnce() throws IOException {
    Files.writeString(
        project.resolve("compose.yaml"),
        "services: {a: {image: x, command: [\"" + "${A:-b}".repeat(130_000) + "\"]}}");

    Project loaded = ComposeLoader.load(new LoadRequest(project, List.of(), List.of(), Map.of()));

    assertThat(CanonicalText.json(loaded.tree())).contains("b".repeat(130_000));
  }

  @Test
  void comparesManySimilarItemsQuickly() throws IOException {
    StringBuilder stack = new StringBuilder("services:\n  a:\n    image: x\n    gpus:\n");
    for (int i = 0; i < 60_000; i++) {
      stack.append("      - {driver: d").append(i).append("}\n");
    }
    Files.writeString(project.resolve("compose.yaml"), stack.toString());

    Project loaded = ComposeLoader.load(new LoadRequest(project, List.of(), List.of(), Map.of()));

    assertThat(loaded.services()).containsOnlyKeys("a");
  }

  @Test
  void suggestsNothingAmongTooManyNames() throws IOException {
    StringBuilder stack = new StringBuilder("services:\n");
    for (int i = 0; i < 20_000; i++) {
      stack.append("  s").append(i).append(": {image: x, depends_on: [t").append(i).append("]}\n");
    }

    assertThat(error(stack.toString()).problems()).hasSize(100);
  }

  private UserError error(String content) throws IOException {
    Files.writeString(project.resolve("compose.yaml"), content);
    return load();
  }

  private UserError load() {
    return catchThrowableOfType(
        UserError.class,
        () -> ComposeLoader.load(new LoadRequest(project, List.of(), List.of(), Map.of())));
  }
}
