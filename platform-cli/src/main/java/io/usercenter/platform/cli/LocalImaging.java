package io.usercenter.platform.cli;

import io.usercenter.platform.compose.Developing;
import io.usercenter.platform.compose.Project;
import io.usercenter.platform.compose.StackReader;
import io.usercenter.platform.compose.YamlFile;
import io.usercenter.platform.docker.Engine;
import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.image.EngineImages;
import io.usercenter.platform.image.ImageFile;
import io.usercenter.platform.image.LocalImages;
import io.usercenter.platform.process.Fields;
import io.usercenter.platform.process.Recipes;
import io.usercenter.platform.process.StackArtifacts;
import io.usercenter.platform.stack.Stack;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The images that this checkout describes, on the engine of this machine. */
record LocalImaging(Path repository, Map<String, String> environment, LocalWorkspace workspace) {

  /** Everything the native runtime starts from, fetched; directories of the cache. */
  List<Path> fetched(StackOptions options) throws InterruptedException {
    Recipes recipes = workspace.recipes();
    StackArtifacts artifacts = workspace.artifacts(recipes.artifacts(), options);
    List<Path> shelves = new ArrayList<>();
    for (Map.Entry<String, Fields> artifact : recipes.artifacts().entrySet()) {
      if (artifact.getValue().text("build").isEmpty()) {
        artifacts.expect(List.of(artifact.getKey()));
        shelves.add(artifacts.root(artifact.getKey()).resolveSibling("").normalize());
      }
    }
    for (Path shelf : shelves) {
      artifacts.obtain(shelf.getName(shelf.getNameCount() - 2).toString(), (_, _, _) -> {});
    }
    return shelves;
  }

  private ImageFile imageFile(Map<String, Fields> definitions) {
    Path file = repository.resolve("compose").resolve("images.yml");
    return ImageFile.of(
        YamlFile.read(file, "compose/images.yml").tree(),
        "compose/images.yml",
        definitions::containsKey);
  }

  /**
   * What is changed of each service that runs another program: that is mounted over the libraries
   * of the image, which may have only what its own program reaches, and the JDK over the runtime,
   * which has neither a debug agent nor a class archive.
   */
  Map<String, Developing.Replacement> replacements(Map<String, Development.Program> programs) {
    Map<String, Developing.Replacement> replacements = new LinkedHashMap<>();
    if (!programs.isEmpty()) {
      ImageFile file = imageFile(workspace.recipes().artifacts());
      Path jdk = Path.of(System.getProperty("java.home"));
      programs.forEach((service, program) ->
          file.program(service)
              .ifPresent(image ->
                  replacements.put(
                      service,
                      new Developing.Replacement(
                          program.command(image.entrypoint(), image.libraries()),
                          image.command(),
                          Map.of(
                              image.libraries(),
                              program.jar().resolveSibling("").normalize(),
                              image.runtime(),
                              jdk)))));
    }
    return replacements;
  }

  /** The Dockerfile of a service that is built from source. */
  Dockerfiles.Text dockerfile(StackOptions options, String service) {
    Project project = workspace.project(options);
    Map<String, @Nullable Object> fields = project.services().getOrDefault(service, Map.of());
    try {
      if (fields.get("build") instanceof Map<?, ?> build) {
        Path context = Path.of(String.valueOf(build.get("context")));
        String module = repository.toAbsolutePath().relativize(context).toString();
        Optional<String> text =
            imageFile(workspace.recipes().artifacts())
                .dockerfile(
                    service,
                    module,
                    String.valueOf(fields.get("image")),
                    repository.resolve("compose").resolve("images"));
        if (text.isPresent()) {
          return new Dockerfiles.Text(context.resolve("Dockerfile"), text.get());
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    throw new UserError(
        ExitCode.FAILED,
        "there is no Dockerfile for '" + service + "'",
        "services." + service,
        "it is no Java service that is built from this repository",
        "name one of those with 'build' in the Compose files, such as api or rpc");
  }

  /** Gives the engine that answers the images of an archive. */
  void loadImages(Path archive) throws IOException, InterruptedException {
    try (EngineImages engine = new EngineImages(Engine.connect(environment));
        InputStream input = Files.newInputStream(archive)) {
      engine.load(input, archive.getFileName().toString(), (_, _, _) -> {});
    }
  }

  /** The images of a stack, on the engine that answers. */
  StackImages images(StackOptions options) throws InterruptedException {
    Stack stack = StackReader.read(workspace.contained(options));
    EngineImages engine = new EngineImages(Engine.connect(environment));
    return new StackImages(stack.name(), local(stack, engine, options), engine);
  }

  LocalImages local(Stack stack, EngineImages engine, StackOptions options) {
    Map<String, Fields> definitions = new LinkedHashMap<>(workspace.recipes().artifacts());
    ImageFile file = imageFile(definitions);
    definitions.putAll(file.artifacts());
    Map<String, String> references = new LinkedHashMap<>();
    stack.services().forEach((name, service) -> references.put(name, service.image()));
    return new LocalImages(
        file,
        workspace.artifacts(definitions, options),
        references,
        engine,
        new LocalImages.Site(
            repository.resolve("compose").resolve("images"),
            workspace.home().cache().resolve("images"),
            Path.of(System.getProperty("java.home"))));
  }
}
