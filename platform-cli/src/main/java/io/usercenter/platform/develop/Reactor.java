package io.usercenter.platform.develop;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** The Maven modules of a repository, as far as a build of their classes must know them. */
public final class Reactor {

  private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

  private final Map<String, Module> modules = new LinkedHashMap<>();

  private Reactor() {}

  /**
   * The module in a directory behind those of the same repository that it needs.
   *
   * @throws UserError when a pom.xml cannot be read
   */
  public static List<Module> modulesFor(Path directory) {
    Reactor reactor = new Reactor();
    reactor.read(root(directory));
    Map<String, Module> ordered = new LinkedHashMap<>();
    reactor.modules.values().stream()
        .filter(module -> module.directory().equals(directory))
        .forEach(module -> reactor.addBehindItsNeeds(module, ordered));
    return List.copyOf(ordered.values());
  }

  private void addBehindItsNeeds(Module module, Map<String, Module> ordered) {
    for (String need : module.needs()) {
      Module needed = modules.get(need);
      if (needed != null && !ordered.containsKey(need)) {
        addBehindItsNeeds(needed, ordered);
      }
    }
    ordered.put(module.identity(), module);
  }

  private static Path root(Path directory) {
    Path above = directory.getParent();
    return above != null && Files.exists(Module.pom(above)) ? root(above) : directory;
  }

  private void read(Path directory) {
    Element project = parse(Module.pom(directory));
    List<String> children = children(project, "modules").map(Node::getTextContent).toList();
    if (children.isEmpty()) {
      Module module = module(directory, project);
      modules.put(module.identity(), module);
    }
    children.forEach(child -> read(directory.resolve(child).normalize()));
  }

  private static Module module(Path directory, Element project) {
    String artifact = text(project, "artifactId").orElse(directory.getFileName().toString());
    Optional<Element> parent = child(project, "parent");
    String version =
        text(project, "version").or(() -> parent.flatMap(it -> text(it, "version"))).orElse("");
    String jar =
        child(project, "build")
            .flatMap(build -> text(build, "finalName"))
            .orElse(artifact + "-" + version);
    List<String> needs = new ArrayList<>();
    children(project, "dependencies")
        .filter(dependency -> text(dependency, "scope").filter("test"::equals).isEmpty())
        .forEach(dependency -> text(dependency, "artifactId").ifPresent(needs::add));
    return new Module(artifact, directory, jar + ".jar", needs);
  }

  private static Element parse(Path file) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(NO_DOCTYPE, true);
      return factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
    } catch (IOException | SAXException | ParserConfigurationException failure) {
      throw new UserError(
          ExitCode.CONFIGURATION,
          "a Maven module could not be read",
          file.toString(),
          String.valueOf(failure.getMessage()),
          "correct the file");
    }
  }

  private static Stream<Element> elements(Element parent) {
    return Stream.iterate(parent.getFirstChild(), node -> node != null, Node::getNextSibling)
        .filter(Element.class::isInstance)
        .map(Element.class::cast);
  }

  private static Optional<Element> child(Element parent, String name) {
    return elements(parent).filter(each -> each.getTagName().equals(name)).findFirst();
  }

  private static Stream<Element> children(Element parent, String name) {
    return child(parent, name).stream().flatMap(Reactor::elements);
  }

  private static Optional<String> text(Element parent, String name) {
    return child(parent, name).map(Node::getTextContent).map(String::strip);
  }
}
