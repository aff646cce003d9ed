package io.usercenter.platform.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.platform.doctor.Finding.Severity;
import io.usercenter.platform.port.PortOwners;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {

  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

  @TempDir private Path directory;

  @Test
  void examinesThisMachine() throws InterruptedException {
    Site site =
        new Site(
            directory.resolve("data"),
            directory.resolve("cache"),
            Path.of(System.getProperty("java.home")),
            "");
    Needs needs = new Needs(Map.of(), 1, 1, 1, List.of("sh"));

    List<Finding> findings =
        Doctor.examine(
            Preflight.of(site, needs, directory.resolve("run"), List.of()).stream()
                .filter(examination -> !(examination instanceof Registries))
                .toList());

    assertThat(findings).noneMatch(finding -> finding.severity() == Severity.FAIL);
    assertThat(findings)
        .extracting(Finding::name)
        .contains("JDK", "tools", "data directory", "cache directory", "ports", "locks", "clock");
  }

  @Test
  void everyFaultComesWithItsReasonAndItsCure() throws Exception {
    List<Examination> faulty =
        List.of(
            new Jdk(directory, Runtime.Version.parse("21.0.1"), false),
            new Tools(List.of("no-such-tool"), List.of(directory)),
            new Disk("data directory", directory, Long.MAX_VALUE),
            new Memory(write("meminfo", "MemAvailable: 1024 kB\n"), directory, 1L << 30),
            new OpenFiles(write("limits", "Max open files   1024   4096   files\n"), 65_535),
            new Ownership(directory, Set.of("somebody-else")),
            new Locks(List.of(write("lock", "pid 2147483646\n"))),
            clock("2001-01-01T00:00:00Z"),
            new Registries(Map.of()));

    List<Finding> findings = Doctor.examine(faulty);

    assertThat(findings).hasSameSizeAs(faulty);
    assertThat(findings)
        .allSatisfy(finding -> {
          assertThat(finding.severity()).isNotEqualTo(Severity.OK);
          assertThat(finding.what()).isNotBlank();
          assertThat(finding.why()).isNotBlank();
          assertThat(finding.fix()).isNotBlank();
        });
  }

  @Test
  void namesTheProcessThatHasAPort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = socket.getLocalPort();

      Finding finding = only(new Ports(Map.of(port, "redis"), new PortOwners()));

      assertThat(finding.severity()).isEqualTo(Severity.FAIL);
      assertThat(finding.name()).isEqualTo("port " + port);
      assertThat(finding.what())
          .startsWith("redis needs it")
          .contains("pid " + ProcessHandle.current().pid());
    }
  }

  @Test
  void findsTheDirectoryThatKeepsTheJdkFromTheServersAccount() throws Exception {
    Path closed = Files.createDirectory(directory.resolve("closed"));
    Path jdk = Files.createDirectory(closed.resolve("jdk"));
    Files.setPosixFilePermissions(jdk, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));

    Finding finding = only(new Jdk(jdk, Runtime.version(), true));

    assertThat(finding.severity()).isEqualTo(Severity.FAIL);
    assertThat(finding.what()).contains("'" + closed + "'");
  }

  @Test
  void respectsTheMemoryLimitOfAContainer() throws Exception {
    Path meminfo = write("meminfo", "MemAvailable:   16777216 kB\n");
    write("memory.max", "1073741824\n");
    write("memory.current", "1000000000\n");

    Finding finding = only(new Memory(meminfo, directory, 1L << 29));

    assertThat(finding.severity()).isEqualTo(Severity.FAIL);
    assertThat(finding.what()).isEqualTo("70 MiB available, 512 MiB needed");
  }

  @Test
  void noticesThatTheClockWentBack() throws Exception {
    Path stamp = write("stamp", "");
    Files.setLastModifiedTime(stamp, FileTime.from(NOW.plusSeconds(3600)));

    Finding finding = only(new TimeOfDay(stamp, Clock.fixed(NOW, ZoneOffset.UTC)));

    assertThat(finding.severity()).isEqualTo(Severity.WARN);
    assertThat(finding.what()).contains("3600 s before the last run");
  }

  @Test
  void tellsALockInUseFromOneLeftBehind() throws Exception {
    Path used = write("used", "" + ProcessHandle.current().pid());
    Path left = write("left", "2147483646");

    List<Finding> findings = new Locks(List.of(used, left, directory.resolve("none"))).findings();

    assertThat(findings)
        .extracting(Finding::fix)
        .containsExactly("wait for it to end", "rm " + left);
  }

  @Test
  void readsBothFormatsOfAptSources() throws Exception {
    write(
        "sources.list", "# deb http://old.example/debian x main\ndeb [a=b] http://a.example/d x\n");
    Files.createDirectory(directory.resolve("sources.list.d"));
    write(
        "sources.list.d/d.sources",
        "Types: deb\n# see http://c.example\nURIs: https://b.example\n");

    Map<URI, String> mirrors = Mirrors.apt(directory);

    assertThat(mirrors.keySet()).extracting(URI::getHost).containsExactly("a.example", "b.example");
  }

  @Test
  void leavesOutAptSourcesOfThirdParties() throws Exception {
    write("sources.list", "deb http://a.example/debian x main\ndeb http://b.example/node_20.x x\n");

    Map<URI, String> mirrors = Mirrors.apt(directory);

    assertThat(mirrors.keySet()).extracting(URI::getHost).containsExactly("a.example");
  }

  @Test
  void prefersTheMirrorOfMavensSettings() throws Exception {
    Path settings =
        write(
            "settings.xml",
            """
            <settings><!-- <mirror><url>http://no.example</url></mirror> --><mirrors><mirror>
            <id>m</id><url>https://mirror.example/maven</url></mirror></mirrors></settings>
            """);

    Map<URI, String> mirrors = Mirrors.maven(settings, Optional.empty());

    assertThat(mirrors.keySet()).extracting(URI::getHost).containsExactly("mirror.example");
  }

  @Test
  void asksMavenItselfWhereItsRepositoryIs() throws Exception {
    Files.createDirectory(directory.resolve("lib"));
    Path jar = directory.resolve("lib/maven-model-builder-3.9.9.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("org/apache/maven/model/pom-4.0.0.xml"));
      String pom = "<repository><url>https://builtin.example/maven2</url></repository>";
      out.write(pom.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    Map<URI, String> mirrors = Mirrors.maven(directory.resolve("none"), Optional.of(directory));

    assertThat(mirrors.keySet()).extracting(URI::getHost).containsExactly("builtin.example");
  }

  @Test
  void saysWhichMirrorCannotBeReached() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    Finding finding =
        only(
            new Registries(Map.of(URI.create("http://127.0.0.1:" + port + "/x"), "Debian mirror")));

    assertThat(finding.severity()).isEqualTo(Severity.WARN);
    assertThat(finding.what()).isEqualTo("Debian mirror: connection refused by 127.0.0.1:" + port);
  }

  private TimeOfDay clock(String now) {
    Clock clock = Clock.fixed(Instant.parse(now), ZoneOffset.UTC);
    return new TimeOfDay(directory.resolve("no-stamp"), clock);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static Finding only(Examination examination) throws InterruptedException {
    List<Finding> findings = examination.findings();
    assertThat(findings).hasSize(1);
    return findings.getFirst();
  }
}
