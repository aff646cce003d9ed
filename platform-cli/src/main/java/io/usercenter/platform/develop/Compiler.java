package io.usercenter.platform.develop;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The compiler of the JDK that runs this program, without any checks that Maven adds to it. */
final class Compiler implements AutoCloseable {

  private static final int SHOWN_MISTAKES = 20;

  private final JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
  // Kept open: it remembers what is in the jars.
  private final StandardJavaFileManager files =
      javac.getStandardFileManager(null, Locale.ROOT, null);

  /** Compiles into a directory; gives what is wrong, nothing when it went well. */
  List<Mistake> compile(Collection<Path> sources, List<Path> classPath, Path into)
      throws IOException {
    if (sources.isEmpty()) {
      return List.of();
    }
    DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "-d",
            into.toString(),
            "--class-path",
            classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
            "-proc:none",
            "-implicit:none",
            "-g",
            "-parameters",
            "-nowarn",
            "-Xmaxerrs",
            String.valueOf(SHOWN_MISTAKES));
    boolean went =
        javac
            .getTask(null, files, said, options, null, files.getJavaFileObjectsFromPaths(sources))
            .call();
    List<Mistake> mistakes = new ArrayList<>();
    for (Diagnostic<? extends JavaFileObject> each : said.getDiagnostics()) {
      if (each.getKind() == Diagnostic.Kind.ERROR) {
        mistakes.add(mistake(each));
      }
    }
    if (!went && mistakes.isEmpty()) {
      throw new IllegalStateException("javac failed and did not say why");
    }
    return mistakes;
  }

  private static Mistake mistake(Diagnostic<? extends JavaFileObject> said) throws IOException {
    JavaFileObject source = said.getSource();
    String message = said.getMessage(Locale.ROOT).strip();
    if (source == null) {
      return new Mistake(Path.of("").toAbsolutePath(), 1, 1, message, "");
    }
    List<String> lines = Files.readAllLines(Path.of(source.toUri()));
    int line = Math.clamp(said.getLineNumber(), 1, Math.max(lines.size(), 1));
    return new Mistake(
        Path.of(source.toUri()),
        line,
        Math.max(said.getColumnNumber(), 1),
        message,
        line <= lines.size() ? lines.get(line - 1) : "");
  }

  @Override
  public void close() {
    try {
      files.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
