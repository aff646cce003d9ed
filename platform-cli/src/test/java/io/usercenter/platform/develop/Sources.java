package io.usercenter.platform.develop;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A repository of three modules: {@code app} needs {@code base}, {@code other} is nobody's. */
final class Sources {

  private final Path root;

  Sources(Path root) throws IOException {
    this.root = root;
    write(
        "pom.xml",
        "<project><artifactId>all</artifactId><modules><module>group</module></modules></project>");
    write(
        "group/pom.xml",
        "<project><artifactId>group</artifactId><modules><module>app</module>"
            + "<module>base</module><module>other</module></modules></project>");
    write(
        "group/app/pom.xml",
        """
        <project>
          <parent><version>7</version></parent>
          <artifactId>the-app</artifactId>
          <dependencies>
            <dependency><artifactId>the-base</artifactId></dependency>
            <dependency><artifactId>elsewhere</artifactId></dependency>
            <dependency><artifactId>the-other</artifactId><scope>test</scope></dependency>
          </dependencies>
          <build><finalName>app</finalName></build>
        </project>
        """);
    write("group/base/pom.xml", module("the-base"));
    write("group/other/pom.xml", module("the-other"));
    java(
        "base",
        "Text",
        "static final String WORD = \"one\"; static String word() { return WORD; }");
    java("app", "App", "public static void main(String[] a) { System.out.print(Text.word()); }");
    write("group/base/src/main/resources/note.txt", "first");
    builtByMaven();
  }

  private static String module(String artifact) {
    return "<project><parent><version>7</version></parent><artifactId>%s</artifactId></project>"
        .formatted(artifact);
  }

  private void builtByMaven() throws IOException {
    Path jar = Files.createDirectories(module().resolve("target")).resolve("app.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "App");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, "lib/the-base-7.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream _ = new JarOutputStream(file, manifest)) {
      file.flush();
    }
  }

  /** The directory of the module that is run. */
  Path module() {
    return root.resolve("group/app");
  }

  Path write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    return Files.writeString(file, text);
  }

  Path java(String module, String name, String body) throws IOException {
    return write(
        "group/%s/src/main/java/%s.java".formatted(module, name),
        "class %s {\n  %s\n}\n".formatted(name, body));
  }

  /** What the program writes. */
  static String run(Path jar) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + File.separator + "bin/java",
                "-jar",
                jar.toString())
            .redirectErrorStream(true)
            .start();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    process.getInputStream().transferTo(said);
    process.waitFor();
    return said.toString(StandardCharsets.UTF_8);
  }
}
