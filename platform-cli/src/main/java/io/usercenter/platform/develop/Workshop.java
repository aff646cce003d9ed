package io.usercenter.platform.develop;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * Builds one service again and again. Sources whose classes look to others as before are compiled
 * alone, otherwise all are: that is always right, and rarely slow.
 */
public final class Workshop implements AutoCloseable {

  private static final String LIBRARIES = "lib/";

  private final List<Module> modules;
  private final Path directory;
  private final Path classes;
  private Compiler compiler = new Compiler();
  private Manifest manifest = new Manifest();
  private List<Path> libraries = List.of();
  private final Set<Path> pending = new TreeSet<>();
  private boolean everything = true;
  private LibraryArchive archive;
  private int made;

  /**
   * @param modules those the service is built from, its own last; built by Maven once
   * @param directory for what is made here; what an earlier one left there is deleted
   */
  public Workshop(List<Module> modules, Path directory) throws IOException {
    this.modules = List.copyOf(modules);
    this.directory = directory;
    this.classes = directory.resolve("classes");
    this.archive = new LibraryArchive(directory.resolve(Program.LIBRARIES));
    startOver();
  }

  private Module program() {
    return modules.getLast();
  }

  public List<Module> modules() {
    return modules;
  }

  /** Takes what Maven has built in the meantime as the new beginning. */
  public void startOver() throws IOException {
    compiler.close();
    compiler = new Compiler();
    everything = true;
    Path jar = program().target().resolve(program().jar());
    try (JarFile built = new JarFile(jar.toFile())) {
      manifest = built.getManifest();
    } catch (NoSuchFileException _) {
      throw new UserError(
          ExitCode.FAILED,
          "'" + program().name() + "' is not built",
          jar.toString(),
          "its libraries are taken from there",
          "platform rebuild");
    }
    libraries = copyLibraries();
    shelveLibraries();
  }

  /** What of the class path stays while the program changes. */
  private void shelveLibraries() throws IOException {
    archive.close();
    Path jar = directory.resolve(Program.LIBRARIES);
    Files.deleteIfExists(jar.resolveSibling(LibraryArchive.FILE));
    Program.writeLibraries(
        libraries.stream().map(library -> LIBRARIES + library.getFileName()).toList(), jar);
    OpenFiles.letEverybodyRead(jar);
    archive = new LibraryArchive(jar);
  }

  /**
   * Begins to make what later starts begin from.
   *
   * @param debugPort of a JVM that runs the program
   */
  public void prepare(int debugPort) throws IOException {
    archive.begin(debugPort);
  }

  /** What the program's JVM may start from, once it is made. */
  public Optional<Path> archive() {
    return archive.file();
  }

  /** A jar that names the libraries of the program. */
  public Path libraries() {
    return directory.resolve(Program.LIBRARIES);
  }

  public String mainClass() {
    return String.valueOf(manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS));
  }

  /** Those of other repositories: ours are part of the program that is made here. */
  private List<Path> copyLibraries() throws IOException {
    Path shelf = OpenFiles.directory(directory.resolve(LIBRARIES));
    List<Path> copies = new ArrayList<>();
    for (String name : classPath().split(" ", -1)) {
      boolean ours = modules.stream().anyMatch(module -> name.equals(LIBRARIES + module.jar()));
      if (!ours && name.startsWith(LIBRARIES)) {
        Path copy = shelf.resolve(name.substring(LIBRARIES.length()));
        Path source = program().target().resolve(name);
        if (!Files.exists(copy) || Files.size(copy) != Files.size(source)) {
          Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        OpenFiles.letEverybodyRead(copy);
        copies.add(copy);
      }
    }
    return copies;
  }

  private String classPath() {
    String named = manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
    return named == null ? "" : named;
  }

  /** Whether a file is one of those that this service is built from. */
  public boolean concerns(Path file) {
    return modules.stream().flatMap(module -> module.watched().stream()).anyMatch(file::startsWith);
  }

  /** Whether only Maven knows what to do with a change. */
  public boolean needsMaven(Collection<Path> changed) {
    return changed.stream()
        .filter(this::concerns)
        .anyMatch(file ->
            modules.stream()
                .noneMatch(module ->
                    file.startsWith(module.sources()) || file.startsWith(module.resources())));
  }

  /**
   * Builds the program with the changes, and with those that were rejected before.
   *
   * @param changed files that were added, altered or deleted since the last time
   */
  public Outcome make(Collection<Path> changed) throws IOException {
    long begin = System.nanoTime();
    changed.stream()
        .filter(this::concerns)
        .filter(file -> file.toString().endsWith(".java"))
        .forEach(pending::add);
    List<Path> sources = sources();
    everything |= !new HashSet<>(sources).containsAll(pending);
    int compiled = pending.size();
    List<Mistake> mistakes = everything ? List.of() : compileAlone();
    if (everything && mistakes.isEmpty()) {
      compiled = sources.size();
      mistakes = compileAll(sources);
    }
    if (!mistakes.isEmpty()) {
      return new Outcome.Rejected(mistakes);
    }
    everything = false;
    pending.clear();
    Path jar = OpenFiles.directory(directory).resolve(jarName());
    new Program(manifest, classes, modules).write(jar);
    OpenFiles.letEverybodyRead(jar);
    return new Outcome.Made(jar, compiled, Duration.ofNanos(System.nanoTime() - begin));
  }

  // A name of its own each time: what runs keeps reading the one it was started from.
  private String jarName() {
    made++;
    return program().name() + "-" + ProcessHandle.current().pid() + "-" + made + ".jar";
  }

  /** Deletes every program but this one. */
  public void keepOnly(Path jar) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().startsWith(program().name() + "-") && !file.equals(jar)) {
          Files.delete(file);
        }
      }
    }
  }

  private List<Path> sources() throws IOException {
    List<Path> all = new ArrayList<>();
    for (Module module : modules) {
      if (!module.isGenerated()) {
        try (Stream<Path> files = Files.walk(module.sources())) {
          files.filter(file -> file.toString().endsWith(".java")).forEach(all::add);
        }
      }
    }
    return all;
  }

  /** Notes that everything has to be compiled when others may have to follow the changes. */
  private List<Mistake> compileAlone() throws IOException {
    Path fresh = OpenFiles.empty(directory.resolve("fresh"));
    List<Mistake> mistakes = compiler.compile(pending, classPath(classes), fresh);
    if (mistakes.isEmpty()) {
      try (Stream<Path> files = Files.walk(fresh)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path former = classes.resolve(fresh.relativize(file));
          everything |= !looksAsBefore(file, former);
          Files.move(file, former, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    return mistakes;
  }

  private static boolean looksAsBefore(Path file, Path former) throws IOException {
    return Files.exists(former)
        && Interface.of(Files.readAllBytes(file)).equals(Interface.of(Files.readAllBytes(former)));
  }

  private List<Mistake> compileAll(List<Path> sources) throws IOException {
    Path fresh = OpenFiles.empty(directory.resolve("fresh"));
    List<Mistake> mistakes = compiler.compile(sources, classPath(fresh), fresh);
    if (mistakes.isEmpty()) {
      OpenFiles.delete(classes);
      Files.move(fresh, classes);
    }
    return mistakes;
  }

  private List<Path> classPath(Path own) {
    List<Path> path = new ArrayList<>(List.of(own));
    modules.stream()
        .filter(Module::isGenerated)
        .forEach(module -> path.add(module.target().resolve("classes")));
    path.addAll(libraries);
    return path;
  }

  /** What was made stays for the service that runs from it. */
  @Override
  public void close() {
    archive.close();
    compiler.close();
  }

  /** Deletes what was made, when nothing runs from it any more. */
  public void clear() throws IOException {
    OpenFiles.delete(directory);
  }
}
