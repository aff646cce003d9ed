package io.usercenter.platform.image;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.Problems;
import io.usercenter.platform.image.ImageSpec.Contents;
import io.usercenter.platform.image.ImageSpec.Copied;
import io.usercenter.platform.image.ImageSpec.Joined;
import io.usercenter.platform.image.ImageSpec.Part;
import io.usercenter.platform.image.ImageSpec.Setup;
import io.usercenter.platform.image.ImageSpec.Training;
import io.usercenter.platform.process.Fields;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Everything {@code compose/images.yml} says.
 *
 * @param artifacts those that native.yml does not define, each as that file would write it
 * @param runtimes Java runtimes that are linked here, by the modules in them
 * @param images those that can be made, by the name of the service they are for
 * @param absent services whose image cannot be made, with the reason for users
 */
public record ImageFile(
    Map<String, Fields> artifacts,
    Map<String, List<String>> runtimes,
    Map<String, ImageSpec> images,
    Map<String, String> absent) {

  /**
   * Reads the tree of the file.
   *
   * @param file its name, for messages
   * @param known artifacts defined elsewhere
   * @throws io.usercenter.platform.error.UserError with every problem found
   */
  public static ImageFile of(
      Map<String, @Nullable Object> tree, String file, Predicate<String> known) {
    Problems problems = new Problems();
    Fields root = new Fields(tree, file, problems);
    root.allowWithExtensions("artifacts", "images");
    Map<String, Fields> artifacts = new LinkedHashMap<>();
    Map<String, List<String>> runtimes = new LinkedHashMap<>();
    root.objects("artifacts")
        .forEach((name, fields) -> {
          if (fields.texts("jlink").isEmpty()) {
            artifacts.put(name, fields);
          } else {
            runtimes.put(name, fields.texts("jlink"));
          }
        });
    Map<String, ImageSpec> images = new LinkedHashMap<>();
    Map<String, String> absent = new LinkedHashMap<>();
    root.objects("images")
        .forEach((name, fields) ->
            fields
                .text("absent")
                .ifPresentOrElse(
                    reason -> absent.put(name, reason),
                    () -> images.put(name, image(name, fields))));
    Predicate<String> defined =
        name -> artifacts.containsKey(name) || runtimes.containsKey(name) || known.test(name);
    images.values().forEach(image -> check(image, images, defined, problems));
    problems.failIfAny(ExitCode.CONFIGURATION);
    return new ImageFile(
        artifacts,
        runtimes,
        Collections.unmodifiableMap(images),
        Collections.unmodifiableMap(absent));
  }

  /**
   * A Java program of this repository in its image.
   *
   * @param libraries directory of what it needs
   * @param runtime directory of its Java runtime
   * @param entrypoint how it is started, with the words of the command behind it
   */
  public record Program(
      String libraries, String runtime, List<String> entrypoint, List<String> command) {}

  /** Empty for a service that is no such program. */
  public Optional<Program> program(String service) {
    ImageSpec image = images.get(service);
    if (image != null) {
      for (Copied copied : image.contents().copies()) {
        if (copied.part() instanceof Part.Program _) {
          String runtime = image.setup().environment().getOrDefault("JAVA_HOME", "/opt/java");
          return Optional.of(
              new Program(
                  copied.target() + "/lib",
                  runtime,
                  image.setup().entrypoint(),
                  image.setup().command()));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The Dockerfile of a service; empty when it is not a Java program of this repository.
   *
   * @param module directory of the service in the repository
   * @param image name of the image
   * @param files directory of images.yml's own files
   */
  public Optional<String> dockerfile(String service, String module, String image, Path files)
      throws IOException {
    ImageSpec spec = images.get(service);
    Optional<String> options =
        spec == null
            ? Optional.empty()
            : Optional.ofNullable(spec.contents().files().get("/app/java.options"));
    return spec == null || options.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Dockerfile(spec, modules(spec), files.resolve(options.get())).text(module, image));
  }

  private List<String> modules(ImageSpec image) {
    return image
        .from()
        .flatMap(from -> Optional.ofNullable(images.get(from)))
        .flatMap(from -> from.contents().artifacts().stream().findFirst())
        .map(runtimes::get)
        .orElse(List.of());
  }

  private static void check(
      ImageSpec image,
      Map<String, ImageSpec> images,
      Predicate<String> defined,
      Problems problems) {
    List<String> missing =
        image.contents().artifacts().stream().filter(name -> !defined.test(name)).toList();
    if (!missing.isEmpty()) {
      problems.add(
          "there is no artifact " + missing,
          "images." + image.name(),
          "neither images.yml nor native.yml defines it",
          "define it under 'artifacts'");
    }
    image.training().map(Training::beside).orElse(Map.of()).keySet().stream()
        .filter(name -> !images.containsKey(name) || name.equals(image.name()))
        .forEach(name ->
            problems.add(
                "the image '" + image.name() + "' cannot be run beside '" + name + "'",
                "images." + image.name() + ".train.beside",
                "it must be another image of images.yml",
                "name one of them"));
    List<String> chain = new ArrayList<>(List.of(image.name()));
    for (Optional<String> from = image.from(); from.isPresent(); ) {
      String parent = from.get();
      ImageSpec below = images.get(parent);
      if (below == null || chain.contains(parent)) {
        problems.add(
            "the image '" + image.name() + "' cannot be made from '" + parent + "'",
            "images." + image.name() + ".from",
            below == null ? "images.yml has no such image" : "it would be below itself",
            "name another image, or none");
        return;
      }
      chain.add(parent);
      from = below.from();
    }
  }

  private static ImageSpec image(String name, Fields fields) {
    fields.allow(
        "from",
        "name",
        "version",
        "remark",
        "copy",
        "join",
        "files",
        "links",
        "directories",
        "without_requires",
        "kept_of",
        "accounts",
        "user",
        "directory",
        "entrypoint",
        "command",
        "environment",
        "ports",
        "volumes",
        "health",
        "stop_signal",
        "train");
    return new ImageSpec(
        name,
        fields.text("from"),
        fields.text("name"),
        fields.text("version"),
        fields.text("remark"),
        new Contents(
            fields.list("copy").stream().map(ImageFile::copied).toList(),
            fields.list("join").stream().map(ImageFile::joined).toList(),
            fields.textMap("files"),
            fields.textMap("links"),
            fields.textMap("directories"),
            fields.textMap("without_requires"),
            fields.textMap("kept_of"),
            fields.texts("accounts")),
        new Setup(
            fields.text("user").orElse(""),
            fields.text("directory").orElse("/"),
            fields.texts("entrypoint"),
            fields.texts("command"),
            fields.textMap("environment"),
            fields.texts("ports"),
            fields.texts("volumes"),
            fields.texts("health"),
            fields.text("stop_signal")),
        fields.object("train").map(ImageFile::training),
        fields.definition());
  }

  private static Copied copied(Fields fields) {
    fields.allow("artifact", "path", "jar", "unzip", "to", "only", "except");
    String path = fields.text("path").orElse("");
    Optional<Part> jar = fields.text("jar").map(Part.Program::new);
    Optional<Part> zip = fields.text("unzip").map(name -> new Part.Zipped(name, path));
    return new Copied(
        fields.required("artifact"),
        jar.or(() -> zip).orElseGet(() -> new Part.Files(path)),
        fields.text("to").orElse("/"),
        fields.texts("only"),
        fields.texts("except"));
  }

  private static Joined joined(Fields fields) {
    fields.allow("artifact", "files", "to");
    return new Joined(fields.required("artifact"), fields.required("files"), fields.required("to"));
  }

  private static Training training(Fields fields) {
    fields.allow("command", "environment", "creates", "beside");
    Map<String, Map<String, String>> beside = new LinkedHashMap<>();
    fields
        .objects("beside")
        .forEach((name, other) -> {
          other.allow("environment");
          beside.put(name, other.textMap("environment"));
        });
    return new Training(
        fields.texts("command"), fields.textMap("environment"), fields.required("creates"), beside);
  }
}
