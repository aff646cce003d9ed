package io.usercenter.platform.artifact;

import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Obtains one zip that lies here already, as a process of its own, and says each phase. */
final class FetchProgram {

  private FetchProgram() {}

  /** A repository whose files lie in a directory. */
  record LocalRepository(Path zip) implements MavenRepository {

    @Override
    public Map<Artifact.Maven, Path> fetch(
        List<Artifact.Maven> artifacts, Path directory, FetchListener listener) throws IOException {
      Map<Artifact.Maven, Path> files = new LinkedHashMap<>();
      for (Artifact.Maven artifact : artifacts) {
        Path copy = directory.resolve(artifact.name() + ".zip");
        files.put(artifact, Files.copy(zip, copy));
      }
      return files;
    }
  }

  static Artifact.Maven artifact(Path zip) throws IOException {
    return new Artifact.Maven(
        "thing", "org.example:thing:1:zip", Digest.sha256(zip), Optional.empty());
  }

  static ArtifactStore store(Path cache, Path zip) {
    return new ArtifactStore(
        cache, new LocalRepository(zip), (_, _) -> Map.of(), Downloader.standard());
  }

  /** The words that start it, in this JVM's version and with this class path. */
  static List<String> command(Path cache, Path zip) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
    words.add(System.getProperty("java.class.path"));
    words.addAll(List.of(FetchProgram.class.getName(), cache.toString(), zip.toString()));
    return words;
  }

  static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  static String output(Process process) throws Exception {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("the program does not end: " + output);
    }
    return output;
  }

  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    Path zip = Path.of(args[1]);
    try {
      store(Path.of(args[0]), zip)
          .obtain(
              List.of(artifact(zip)),
              false,
              event -> {
                out.println(event.phase() + " " + event.note());
                out.flush();
              });
    } catch (UserError e) {
      out.print(e.render());
      out.flush();
      System.exit(e.exitCode().status());
    }
  }
}
