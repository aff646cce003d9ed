package io.usercenter.platform.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Where apt and Maven fetch from, by their own configuration: one address a host, with the tool
 * that uses it. A proxy of the environment stands for all of them.
 */
final class Mirrors {

  private static final Pattern APT = Pattern.compile("(?m)^(?:deb |URIs:)[^#\\n]*");
  private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s\\]<>\"']+");
  private static final Pattern DISTRIBUTION = Pattern.compile("//[^/]+/.*(debian|ubuntu)");
  private static final Pattern COMMENT = Pattern.compile("(?s)<!--.*?-->");
  private static final Pattern MAVEN_MIRROR =
      Pattern.compile("(?s)<mirror>.*?<url>\\s*(https?://[^<\\s]+)");
  private static final Pattern MAVEN_REPOSITORY =
      Pattern.compile("(?s)<repository>.*?<url>\\s*(https?://[^<\\s]+)");

  private Mirrors() {}

  static Map<URI, String> ofThisMachine() {
    Map<String, String> environment = System.getenv();
    for (String name : List.of("https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY")) {
      Map<URI, String> proxy = byHost(List.of(environment.getOrDefault(name, "")), "proxy");
      if (!proxy.isEmpty()) {
        return proxy;
      }
    }
    Map<URI, String> mirrors = new LinkedHashMap<>(apt(Path.of("/etc/apt")));
    mirrors.putAll(
        maven(
            Path.of(System.getProperty("user.home"), ".m2", "settings.xml"),
            mavenHome(Tools.path())));
    return mirrors;
  }

  /** Reads sources.list(5), in both of its formats. */
  static Map<URI, String> apt(Path etc) {
    List<Path> files = new ArrayList<>(List.of(etc.resolve("sources.list")));
    files.addAll(list(etc.resolve("sources.list.d")));
    List<String> addresses = new ArrayList<>();
    for (Path file : files) {
      APT.matcher(read(file))
          .results()
          .flatMap(line -> ADDRESS.matcher(line.group()).results())
          .map(MatchResult::group)
          .forEach(addresses::add);
    }
    // Sources of third parties are of no use to us, so it does not matter whether they answer.
    List<String> distribution =
        addresses.stream().filter(address -> DISTRIBUTION.matcher(address).find()).toList();
    return byHost(distribution.isEmpty() ? addresses : distribution, "apt mirror");
  }

  /** Mirrors of the user's and of Maven's own settings; without one, its built-in repository. */
  static Map<URI, String> maven(Path userSettings, Optional<Path> home) {
    List<String> addresses = new ArrayList<>(found(MAVEN_MIRROR, read(userSettings)));
    home.ifPresent(directory ->
        addresses.addAll(found(MAVEN_MIRROR, read(directory.resolve("conf/settings.xml")))));
    if (addresses.isEmpty()) {
      home.map(Mirrors::superPom)
          .ifPresent(pom -> found(MAVEN_REPOSITORY, pom).stream().limit(1).forEach(addresses::add));
    }
    addresses.removeIf(address -> address.contains("0.0.0.0"));
    return byHost(addresses, "Maven repository");
  }

  private static Optional<Path> mavenHome(List<Path> directories) {
    return directories.stream()
        .map(directory -> directory.resolve("mvn"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Mirrors::real)
        .map(program -> program.resolveSibling("..").normalize());
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException _) {
      return path;
    }
  }

  private static String superPom(Path home) {
    for (Path jar : list(home.resolve("lib"))) {
      if (jar.getFileName().toString().matches("maven-model-builder(-[0-9].*)?\\.jar")) {
        return entry(jar, "org/apache/maven/model/pom-4.0.0.xml");
      }
    }
    return "";
  }

  private static String entry(Path jar, String name) {
    try (JarFile file = new JarFile(jar.toFile())) {
      ZipEntry entry = file.getEntry(name);
      if (entry == null) {
        return "";
      }
      try (InputStream in = file.getInputStream(entry)) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException _) {
      return "";
    }
  }

  private static List<String> found(Pattern pattern, String xml) {
    return pattern
        .matcher(COMMENT.matcher(xml).replaceAll(""))
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  private static Map<URI, String> byHost(List<String> addresses, String tool) {
    Map<URI, String> mirrors = new LinkedHashMap<>();
    Set<String> hosts = new HashSet<>();
    for (String address : addresses) {
      try {
        URI uri = new URI(address);
        if (uri.getHost() != null && hosts.add(uri.getHost())) {
          mirrors.put(uri, tool);
        }
      } catch (URISyntaxException _) {
        // Not an address; the tool itself will say so when it is used.
      }
    }
    return mirrors;
  }

  private static List<Path> list(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    } catch (IOException _) {
      return List.of();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException _) {
      return "";
    }
  }
}
