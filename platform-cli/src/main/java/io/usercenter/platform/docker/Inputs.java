package io.usercenter.platform.docker;

import io.usercenter.platform.plan.Fingerprint;
import io.usercenter.platform.stack.Definition;
import io.usercenter.platform.stack.Mount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Everything that decides how a service's containers run, by the path users know it by. */
final class Inputs {

  /** What does not reach the container. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "build",
          "pull_policy",
          "scale",
          "depends_on",
          "profiles",
          "develop",
          "env_file",
          "attach");

  /** Of larger files the size and the time of change must do. */
  private static final long LARGEST_READ = 8L << 20;

  private final Naming naming;
  private final SortedMap<String, String> fields = new TreeMap<>();

  private Inputs(Naming naming) {
    this.naming = naming;
  }

  /**
   * @param builds knows what images of our own are made from
   */
  static Fingerprint of(
      Naming naming, String service, Optional<Images.Image> image, ImageBuilds builds) {
    Inputs inputs = new Inputs(naming);
    inputs.add(service);
    inputs.fields.putAll(builds.inputs(service, image));
    image.ifPresent(found -> Hashes.add("image.id", found.id(), inputs.fields));
    return new Fingerprint(inputs.fields);
  }

  private void add(String service) {
    Definition definition = naming.stack().definition();
    Map<String, ?> said = definition.service(service);
    Map<String, Object> own = new LinkedHashMap<>();
    said.forEach((key, value) -> {
      if (value != null && !ELSEWHERE.contains(key) && !key.equals("networks")) {
        own.put(key, value);
      }
    });
    Map<String, Object> deploy = new LinkedHashMap<>(Tree.map(own, "deploy"));
    deploy.remove("replicas");
    own.put("deploy", deploy);
    own.forEach((key, value) -> Hashes.add(key, value, fields));
    Tree.map(said, "networks")
        .forEach((key, endpoint) -> {
          fields.put("networks." + key, Hashes.of(new byte[0]));
          Hashes.add("networks." + key, definition.member("networks", key), fields);
          Hashes.add("networks." + key + ".endpoint", endpoint, fields);
        });
    for (Object entry : Tree.list(said, "volumes")) {
      Map<String, Object> volume = Tree.map(entry);
      String target = Tree.text(volume, "target");
      boolean fixed =
          naming
              .stack()
              .service(service)
              .flatMap(it -> it.mount(target))
              .filter(mount -> mount instanceof Mount.Bind bind && bind.fixed())
              .isPresent();
      if (fixed) {
        content(target, Path.of(Tree.text(volume, "source")));
      }
    }
    files(said, "configs", definition);
    files(said, "secrets", definition);
  }

  private void files(Map<String, ?> said, String group, Definition definition) {
    for (Object entry : Tree.list(said, group)) {
      String source = Tree.text(Tree.map(entry), "source");
      Map<String, ?> defined = definition.member(group, source);
      String file = Tree.text(defined, "file");
      if (!file.isEmpty()) {
        content(group + "." + source, Path.of(file));
      } else {
        Hashes.add("content " + group + "." + source, defined.get("content"), fields);
      }
    }
  }

  /** What a mounted file or directory holds now; nothing when it does not exist. */
  private void content(String name, Path path) {
    if (Files.exists(path)) {
      fields.put("content " + name, hash(path));
    }
  }

  private static String hash(Path path) {
    try (Stream<Path> tree = Files.walk(path)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path each : tree.filter(Files::isRegularFile).sorted().toList()) {
        digest.update(path.relativize(each).toString().getBytes(StandardCharsets.UTF_8));
        boolean large = Files.size(each) > LARGEST_READ;
        digest.update(
            large
                ? (Files.size(each) + " " + Files.getLastModifiedTime(each))
                    .getBytes(StandardCharsets.UTF_8)
                : Files.readAllBytes(each));
      }
      return Hashes.of(digest.digest());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java runtime has SHA-256", impossible);
    }
  }
}
