package io.usercenter.platform.image;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one image is made of and how it is run, as {@code compose/images.yml} says it.
 *
 * @param from the image below it, empty when there is none
 * @param reference its own name; empty for those that get the name the Compose file pins
 * @param version of what is in it, when that is not the version of its first artifact
 * @param remark what users should know of it
 * @param training what is run once in the image, so that a file of it is in the image too
 * @param definition all of this as one text
 */
record ImageSpec(
    String name,
    Optional<String> from,
    Optional<String> reference,
    Optional<String> version,
    Optional<String> remark,
    Contents contents,
    Setup setup,
    Optional<Training> training,
    String definition) {

  /**
   * What is put into the layer.
   *
   * @param files path in the image to a file beside images.yml
   * @param links path in the image to what it points to
   * @param directories path in the image to owner and mode, such as {@code 999:999 0700}
   * @param lean path of a jar in the image to modules it is not to require, separated by spaces
   * @param kept glob of jars in the image to globs of their entries that are all that is kept
   * @param accounts lines of {@code NAME:UID:GID:HOME}
   */
  record Contents(
      List<Copied> copies,
      List<Joined> joined,
      Map<String, String> files,
      Map<String, String> links,
      Map<String, String> directories,
      Map<String, String> lean,
      Map<String, String> kept,
      List<String> accounts) {

    Contents {
      copies = List.copyOf(copies);
      joined = List.copyOf(joined);
      files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
      links = Collections.unmodifiableMap(new LinkedHashMap<>(links));
      directories = Collections.unmodifiableMap(new LinkedHashMap<>(directories));
      lean = Collections.unmodifiableMap(new LinkedHashMap<>(lean));
      kept = Collections.unmodifiableMap(new LinkedHashMap<>(kept));
      accounts = List.copyOf(accounts);
    }

    Set<String> artifacts() {
      Set<String> names = new TreeSet<>();
      copies.forEach(it -> names.add(it.artifact()));
      joined.forEach(it -> names.add(it.artifact()));
      return names;
    }
  }

  /**
   * Part of an artifact.
   *
   * @param part which one
   * @param target directory in the image
   * @param only globs, relative to the part; empty for everything
   * @param except globs that are left out
   */
  record Copied(String artifact, Part part, String target, List<String> only, List<String> except) {

    Copied {
      only = List.copyOf(only);
      except = List.copyOf(except);
    }
  }

  /** What of an artifact is copied. */
  sealed interface Part {

    /**
     * @param path of a directory, empty for all of the artifact
     */
    record Files(String path) implements Part {}

    /** A jar, and the jars its manifest names. */
    record Program(String jar) implements Part {}

    /** A directory inside the one zip or jar that a glob names. */
    record Zipped(String zip, String path) implements Part {}
  }

  /** Files of an artifact, one after the other, as one file. */
  record Joined(String artifact, String files, String target) {}

  /**
   * What the engine is told of the image.
   *
   * @param health words of the health test, empty for none
   */
  record Setup(
      String user,
      String directory,
      List<String> entrypoint,
      List<String> command,
      Map<String, String> environment,
      List<String> ports,
      List<String> volumes,
      List<String> health,
      Optional<String> stopSignal) {

    Setup {
      entrypoint = List.copyOf(entrypoint);
      command = List.copyOf(command);
      environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
      ports = List.copyOf(ports);
      volumes = List.copyOf(volumes);
      health = List.copyOf(health);
    }
  }

  /**
   * @param creates path of the file in the image, made while it runs below {@code /tmp}
   * @param beside names of images that run meanwhile, with what each is told
   */
  record Training(
      List<String> command,
      Map<String, String> environment,
      String creates,
      Map<String, Map<String, String>> beside) {

    Training {
      command = List.copyOf(command);
      environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
      beside = Collections.unmodifiableMap(new LinkedHashMap<>(beside));
    }
  }
}
