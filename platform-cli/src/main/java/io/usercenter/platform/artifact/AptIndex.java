package io.usercenter.platform.artifact;

import io.usercenter.platform.artifact.FetchEvent.Phase;
import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads Debian's signed indexes with apt-get, which needs no root in a directory of its own.
 * Proxies and credentials of the machine's apt configuration hold; its sources and its state are
 * not touched.
 */
public final class AptIndex implements PackageIndex {

  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** A line of {@code apt-get download --print-uris}. */
  private static final Pattern PRINTED =
      Pattern.compile("'([^']+)' (\\S+) (\\d+) SHA256:([0-9a-f]{64})");

  private static final Pattern EXPIRED =
      Pattern.compile("Release file for \\S+ is (expired|not valid)|Valid-Until");

  private static final List<Path> KEYRINGS =
      List.of(
          Path.of("/usr/share/keyrings/debian-archive-keyring.gpg"),
          Path.of("/usr/share/keyrings/debian-archive-keyring.pgp"),
          Path.of("/etc/apt/trusted.gpg.d/debian-archive-keyring.gpg"));

  private final Path directory;
  private final Optional<String> configuredMirror;
  private final Set<String> current = ConcurrentHashMap.newKeySet();

  /**
   * @param directory for the indexes, kept between runs
   * @param configuredMirror used instead of what the machine's apt uses
   */
  public AptIndex(Path directory, Optional<String> configuredMirror) {
    this.directory = directory;
    this.configuredMirror = configuredMirror;
  }

  @Override
  public Map<Artifact.Debian, List<Remote>> resolve(
      List<Artifact.Debian> artifacts, FetchListener listener)
      throws IOException, InterruptedException {
    String suite = artifacts.getFirst().suite();
    Path root = directory.resolve(suite);
    try (CacheLock _ =
        CacheLock.acquire(
            root.resolve("lock"), holder -> waiting(artifacts.getFirst(), holder, listener))) {
      if (!current.contains(suite)) {
        artifacts.forEach(it -> listener.heard(FetchEvent.of(it, Phase.INDEX)));
        update(root, suite);
        current.add(suite);
      }
      return packages(root, artifacts);
    }
  }

  private static void waiting(Artifact artifact, String holder, FetchListener listener) {
    listener.heard(new FetchEvent(artifact.name(), Phase.WAIT, 0, 0, holder));
  }

  private void update(Path root, String suite) throws IOException, InterruptedException {
    String mirror = mirror();
    prepare(root, suite, mirror);
    Tool.Result result = Tool.APT.run(LIMIT, updating(root, "true"));
    if (!result.succeeded() && EXPIRED.matcher(result.output()).find()) {
      // A mirror that lags: the signature still counts, only its age does not, and only here.
      result = Tool.APT.run(LIMIT, updating(root, "false"));
    }
    if (!result.succeeded()) {
      throw Failure.unreachable(
          "the package index of Debian '" + suite + "' could not be fetched",
          new Remote(URI.create(mirror), "", 0, "").shown() + " " + suite,
          result.timedOut()
              ? "apt-get was stopped after " + LIMIT.toMinutes() + " minutes"
              : result.complaint());
    }
  }

  private static List<String> updating(Path root, String checkValidUntil) {
    return List.of(
        "--config-file=" + root.resolve("apt.conf"),
        "--option=Acquire::Check-Valid-Until=" + checkValidUntil,
        "--option=APT::Update::Error-Mode=any",
        "--quiet=1",
        "update");
  }

  private static Map<Artifact.Debian, List<Remote>> packages(
      Path root, List<Artifact.Debian> artifacts) throws IOException, InterruptedException {
    Stream<String> words =
        Stream.concat(
            Stream.of("--config-file=" + root.resolve("apt.conf"), "download", "--print-uris"),
            artifacts.stream().flatMap(it -> it.packages().stream()).distinct());
    Tool.Result result = Tool.APT.run(LIMIT, words.toList());
    Map<String, Remote> printed =
        result
            .output()
            .lines()
            .flatMap(it -> remote(it).stream())
            .collect(Collectors.toMap(AptIndex::packageName, it -> it, (one, _) -> one));
    Map<Artifact.Debian, List<Remote>> resolved = new LinkedHashMap<>();
    for (Artifact.Debian artifact : artifacts) {
      List<String> absent =
          artifact.packages().stream().filter(it -> !printed.containsKey(it)).toList();
      if (!absent.isEmpty()) {
        throw absence(artifact, absent, result.complaint());
      }
      resolved.put(
          artifact,
          artifact.packages().stream().flatMap(it -> Stream.ofNullable(printed.get(it))).toList());
    }
    return resolved;
  }

  private static UserError absence(
      Artifact.Debian artifact, List<String> absent, String complaint) {
    return new UserError(
        ExitCode.UNREACHABLE,
        "Debian '%s' has no package %s, which '%s' needs"
            .formatted(artifact.suite(), absent, artifact.name()),
        "compose/native.yml, artifacts." + artifact.name() + ".packages",
        complaint,
        "use a mirror that has it: PLATFORM_DEBIAN_MIRROR=<address>");
  }

  private static String packageName(Remote remote) {
    return remote.fileName().replaceFirst("_.*", "");
  }

  private static Optional<Remote> remote(String line) {
    Matcher matcher = PRINTED.matcher(line);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String name = URLDecoder.decode(matcher.group(2).replace("+", "%2B"), StandardCharsets.UTF_8);
    return Optional.of(
        new Remote(
            URI.create(matcher.group(1)),
            name,
            Long.parseLong(matcher.group(3)),
            matcher.group(4)));
  }

  private String mirror() throws IOException {
    Optional<String> mirror =
        configuredMirror.isPresent()
            ? configuredMirror
            : new AptSources(Path.of("/etc/apt")).debianMirror();
    return mirror.orElseThrow(() ->
        new UserError(
            ExitCode.ENVIRONMENT,
            "no Debian mirror is known",
            "/etc/apt/sources.list, /etc/apt/sources.list.d",
            "Redis, Prometheus and the exporters are taken from Debian, and this machine's apt"
                + " has no source for it",
            "name one: PLATFORM_DEBIAN_MIRROR=<address that ends in /debian>"));
  }

  private static void prepare(Path root, String suite, String mirror) throws IOException {
    Files.createDirectories(root.resolve("state/lists/partial"));
    Files.createDirectories(root.resolve("cache/archives/partial"));
    Files.createDirectories(root.resolve("preferences"));
    Files.writeString(root.resolve("state/status"), "");
    Files.writeString(
        root.resolve("sources.list"),
        "deb [signed-by=" + keyring() + "] " + mirror + " " + suite + " main\n");
    Files.writeString(root.resolve("apt.conf"), configuration(root));
  }

  private static Path keyring() {
    return KEYRINGS.stream()
        .filter(Files::isReadable)
        .findFirst()
        .orElseThrow(() ->
            new UserError(
                ExitCode.ENVIRONMENT,
                "the keys of the Debian archive are not installed",
                KEYRINGS.getFirst().toString(),
                "without them nobody can tell whether packages are Debian's",
                "sudo apt-get install debian-archive-keyring"));
  }

  /**
   * Given as the last configuration file, so that it can take back what the machine's own says: its
   * hooks after an update clean the machine's caches.
   */
  private static String configuration(Path root) {
    return """
    #clear APT::Update::Pre-Invoke;
    #clear APT::Update::Post-Invoke;
    #clear APT::Update::Post-Invoke-Success;
    Dir::State "%1$s/state";
    Dir::State::status "%1$s/state/status";
    Dir::Cache "%1$s/cache";
    Dir::Etc::sourcelist "%1$s/sources.list";
    Dir::Etc::sourceparts "/dev/null";
    Dir::Etc::preferences "/dev/null";
    Dir::Etc::preferencesparts "%1$s/preferences";
    Dir::Cache::pkgcache "pkgcache.bin";
    Dir::Cache::srcpkgcache "";
    APT::Get::List-Cleanup "0";
    APT::Sandbox::User "";
    Acquire::Languages "none";
    Acquire::Retries "3";
    Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
    """
        .formatted(root);
  }
}
