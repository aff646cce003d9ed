package io.usercenter.platform.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A copy of this checkout, built, whose sources a test may change. */
record CheckoutCopy(Path root) {

  private static final String SERVICE = "user-center-service";

  /** What nobody writes to is not copied but linked. */
  private static final List<String> LINKED =
      List.of("docs", "elasticsearch", "grafana", "jaeger", "pigsty", "platform-cli", "prometheus");

  private static final Set<String> LEFT_OUT =
      Set.of("test", "test-classes", "standalone", "acceptance");

  static CheckoutCopy in(Sandbox sandbox) throws IOException {
    Path root = Files.createDirectory(sandbox.directory().resolve("checkout"));
    Path original = Checkout.root();
    Files.copy(original.resolve("pom.xml"), root.resolve("pom.xml"));
    for (String name : LINKED) {
      Files.createSymbolicLink(root.resolve(name), original.resolve(name));
    }
    copy(original.resolve("compose"), root.resolve("compose"));
    copy(original.resolve(SERVICE), root.resolve(SERVICE));
    for (String name : List.of("standalone", "acceptance")) {
      Path module = Files.createDirectory(root.resolve(SERVICE).resolve(name));
      Files.copy(
          original.resolve(SERVICE).resolve(name).resolve("pom.xml"), module.resolve("pom.xml"));
    }
    return new CheckoutCopy(root);
  }

  private static void copy(Path from, Path to) throws IOException {
    if (Files.isDirectory(from)) {
      Files.createDirectory(to);
      try (Stream<Path> children = Files.list(from)) {
        for (Path child : children.toList()) {
          String name = child.getFileName().toString();
          if (!LEFT_OUT.contains(name)) {
            copy(child, to.resolve(name));
          }
        }
      }
    } else {
      Files.copy(from, to);
    }
  }

  /** The source of a class of the gateway. */
  Path source(String name) {
    return root.resolve(SERVICE)
        .resolve("api/src/main/java/io/usercenter/user/api")
        .resolve(name + ".java");
  }

  /** Replaces text in a source; fails when it is not there. */
  void edit(String name, String from, String to) throws IOException {
    Path source = source(name);
    String text = Files.readString(source);
    if (!text.contains(from)) {
      throw new AssertionError(source + " does not contain " + from);
    }
    Files.writeString(source, text.replace(from, to));
  }
}
