package io.usercenter.platform.image;

import com.fasterxml.jackson.jr.ob.JSON;
import io.usercenter.platform.image.ImageSpec.Copied;
import io.usercenter.platform.image.ImageSpec.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The Dockerfile of a Java service, for those who build its image with {@code docker build}.
 *
 * @param modules of the Java runtime that is linked for it
 * @param options file with the options of its JVM
 */
record Dockerfile(ImageSpec image, List<String> modules, Path options) {

  /**
   * @param module directory of the service in the repository, which is the build context
   * @param name of the image
   */
  String text(String module, String name) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# Written by `platform dockerfile " + image.name() + "` from compose/images.yml.");
    lines.add("# Build the jars first, then the image; the context is this directory:");
    lines.add("#   mvn -B package -pl " + module + " -am");
    lines.add("#   docker build -t " + name + " " + module);
    lines.add("ARG JDK=eclipse-temurin:25.0.3_9-jdk-noble");
    lines.add("ARG BASE=debian:bookworm-slim");
    lines.add("FROM ${JDK} AS runtime");
    lines.add(
        "RUN jlink "
            + String.join(" ", JavaRuntime.OPTIONS)
            + " --add-modules "
            + String.join(",", modules)
            + " --output /opt/java");
    lines.add("");
    lines.add("FROM ${BASE}");
    lines.add("COPY --from=runtime /opt/java /opt/java");
    lines.add(
        "ENV PATH=/opt/java/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    lines.add("WORKDIR " + image.setup().directory());
    String jar = jar().orElseThrow();
    lines.add("COPY target/lib lib");
    lines.add("COPY " + jar + " .");
    lines.add("COPY etc etc");
    lines.add("# Numeric, so that Kubernetes can tell it is not root.");
    lines.add("USER " + image.setup().user());
    lines.add("EXPOSE " + ports());
    lines.add(
        "HEALTHCHECK --interval=5s --timeout=2s --start-period=15s CMD "
            + json(image.setup().health()));
    List<String> words = new ArrayList<>(List.of("java"));
    words.addAll(Files.readAllLines(options));
    words.addAll(List.of("-jar", jar.substring(jar.lastIndexOf('/') + 1)));
    lines.add("ENTRYPOINT " + json(words));
    lines.add("CMD " + json(image.setup().command()));
    return String.join("\n", lines) + "\n";
  }

  private Optional<String> jar() {
    for (Copied copied : image.contents().copies()) {
      if (copied.part() instanceof Part.Program(String jar)) {
        return Optional.of(jar);
      }
    }
    return Optional.empty();
  }

  private String ports() {
    return image.setup().ports().stream()
        .map(port -> port.replace("/tcp", ""))
        .collect(Collectors.joining(" "));
  }

  private static String json(List<String> words) throws IOException {
    return JSON.std.asString(words);
  }
}
