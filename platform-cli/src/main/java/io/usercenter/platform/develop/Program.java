package io.usercenter.platform.develop;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;

/**
 * The jar of a program with all classes and resources of the modules it is built from.
 *
 * @param manifest with the class path of its libraries
 * @param classes what was compiled here
 */
record Program(Manifest manifest, Path classes, List<Module> modules) {

  /** An empty jar whose class path is that of the libraries. */
  static final String LIBRARIES = "libraries.jar";

  private static final String PROVIDERS = "META-INF/services/";

  /**
   * @param names relative to the jar
   */
  static void writeLibraries(List<String> names, Path jar) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", names));
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream output = new JarOutputStream(file, manifest)) {
      output.finish();
    }
  }

  void write(Path jar) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    for (Module module : modules) {
      add(module.isGenerated() ? module.target().resolve("classes") : module.resources(), entries);
    }
    add(classes, entries);
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream output = new JarOutputStream(file, manifest)) {
      output.setLevel(Deflater.NO_COMPRESSION);
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        output.putNextEntry(new ZipEntry(entry.getKey()));
        output.write(entry.getValue());
        output.closeEntry();
      }
    }
  }

  private static void add(Path tree, Map<String, byte[]> entries) throws IOException {
    if (!Files.isDirectory(tree)) {
      return;
    }
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = tree.relativize(file).toString();
        byte[] content = Files.readAllBytes(file);
        entries.merge(name, content, (one, other) -> joined(name, one, other));
      }
    }
  }

  /** Each module names providers of its own; of anything else the later module has the say. */
  private static byte[] joined(String name, byte[] one, byte[] other) {
    return name.startsWith(PROVIDERS)
        ? (new String(one, StandardCharsets.UTF_8)
                + "\n"
                + new String(other, StandardCharsets.UTF_8))
            .getBytes(StandardCharsets.UTF_8)
        : other;
  }
}
