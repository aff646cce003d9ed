package io.usercenter.platform.artifact;

import io.usercenter.platform.artifact.FetchEvent.Phase;
import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Fetches through the user's own {@code mvn}, so that the mirrors, proxies and credentials of
 * settings.xml hold; one run for all artifacts, with checksums enforced.
 */
public final class MavenProgram implements MavenRepository {

  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final String COPY =
      "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies";

  /** The end of Maven's chain of causes, without what is stacked before it. */
  private static final Pattern REASON =
      Pattern.compile(
          "Could not (find|transfer) artifact (?!.*Could not (find|transfer)).*?(?= -> |$)");

  private static final Pattern TRANSFER = Pattern.compile("([0-9.]+)/([0-9.]+) (B|kB|MB|GB)");
  private static final Map<String, Long> UNITS =
      Map.of("B", 1L, "kB", 1_000L, "MB", 1_000_000L, "GB", 1_000_000_000L);

  @Override
  public Map<Artifact.Maven, Path> fetch(
      List<Artifact.Maven> artifacts, Path directory, FetchListener listener)
      throws IOException, InterruptedException {
    Path pom = directory.resolve("pom.xml");
    Files.writeString(pom, pom(artifacts));
    Path files = directory.resolve("files");
    List<String> words =
        List.of(
            "--strict-checksums",
            // Or it would not try again for a day what it once did not get.
            "--update-snapshots",
            "-Dstyle.color=never",
            "--file=" + pom,
            COPY,
            "-DoutputDirectory=" + files,
            "-Dmdep.copyPom=false");
    Tool.Result result = Tool.MAVEN.run(LIMIT, words, line -> report(line, artifacts, listener));
    if (!result.succeeded()) {
      throw failure(result, artifacts);
    }
    return found(artifacts, files);
  }

  /** Maven tells the sum of its transfers, not which is whose. */
  private static void report(String line, List<Artifact.Maven> artifacts, FetchListener listener) {
    if (!line.startsWith("Progress (")) {
      return;
    }
    Matcher transfer = TRANSFER.matcher(line);
    long done = 0;
    long total = 0;
    while (transfer.find()) {
      long unit = UNITS.getOrDefault(transfer.group(3), 1L);
      done += Math.round(Double.parseDouble(transfer.group(1)) * unit);
      total += Math.round(Double.parseDouble(transfer.group(2)) * unit);
    }
    String note = artifacts.size() > 1 ? "with the other Maven artifacts" : "";
    for (Artifact.Maven artifact : artifacts) {
      listener.heard(new FetchEvent(artifact.name(), Phase.DOWNLOAD, done, total, note));
    }
  }

  private static Map<Artifact.Maven, Path> found(List<Artifact.Maven> artifacts, Path files)
      throws IOException {
    Map<Artifact.Maven, Path> found = new LinkedHashMap<>();
    for (Artifact.Maven artifact : artifacts) {
      String classifier = artifact.part(4).isEmpty() ? "" : "-" + artifact.part(4);
      Path file =
          files.resolve(
              artifact.part(1) + "-" + artifact.part(2) + classifier + "." + artifact.part(3));
      if (!Files.exists(file)) {
        throw new IOException("Maven left no " + file.getFileName());
      }
      found.put(artifact, file);
    }
    return found;
  }

  private static UserError failure(Tool.Result result, List<Artifact.Maven> artifacts) {
    String names = artifacts.stream().map(Artifact::name).collect(Collectors.joining(", "));
    String where = "mvn, for " + artifacts.stream().map(Artifact.Maven::coordinates).toList();
    if (Failure.diskFull(result.output())) {
      return Failure.of(
          artifacts.getFirst(),
          Path.of("the local Maven repository"),
          new IOException("No space left on device"));
    }
    if (result.output().contains("Checksum validation failed")) {
      return new UserError(
          ExitCode.FAILED,
          "Maven refused a file of [" + names + "]: its checksum is wrong",
          where,
          result.complaint(),
          "run the command again; if it stays wrong, the repository or a proxy changes the file");
    }
    Matcher reason = REASON.matcher(result.complaint());
    return Failure.unreachable(
        "Maven could not fetch [" + names + "]",
        where,
        result.timedOut()
            ? "it was stopped after " + LIMIT.toMinutes() + " minutes"
            : reason.find() ? reason.group() : result.complaint());
  }

  private static String pom(List<Artifact.Maven> artifacts) {
    return Stream.of(
            Stream.of(
                """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                <modelVersion>4.0.0</modelVersion>
                <groupId>io.usercenter</groupId><artifactId>fetch</artifactId>
                <version>1</version><packaging>pom</packaging><dependencies>
                """),
            artifacts.stream().map(MavenProgram::dependency),
            Stream.of("</dependencies></project>\n"))
        .flatMap(it -> it)
        .collect(Collectors.joining());
  }

  private static String dependency(Artifact.Maven artifact) {
    return """
    <dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>
    <type>%s</type><classifier>%s</classifier><exclusions><exclusion>
    <groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions></dependency>
    """
        .formatted(
            artifact.part(0),
            artifact.part(1),
            artifact.part(2),
            artifact.part(3),
            artifact.part(4));
  }
}
