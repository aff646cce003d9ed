package io.usercenter.platform;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The arrows of docs/architecture.md. */
@AnalyzeClasses(
    packages = "io.usercenter.platform",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final Path PAGE = Path.of("../docs/architecture.md");
  private static final String BEGIN = "<!-- arrows: held by ArchitectureTest -->\n```text\n";
  private static final String END = "```\n<!-- end of arrows -->";
  private static final String ROOT = "io.usercenter.platform.";

  /** Fails for an arrow the page does not draw, and for one that it draws and nobody needs. */
  @ArchTest
  static void theArrowsAreThoseOfThePage(JavaClasses classes) throws IOException {
    Map<String, Set<String>> arrows = new TreeMap<>();
    for (JavaClass type : classes) {
      Set<String> targets = arrows.computeIfAbsent(concept(type), _ -> new TreeSet<>());
      type.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(target -> target.getPackageName().startsWith(ROOT))
          .map(ArchitectureTest::concept)
          .filter(target -> !target.equals(concept(type)))
          .forEach(targets::add);
    }

    assertThat(drawn()).isEqualTo(text(arrows));
  }

  /** The part of a package's name that the page has a word for. */
  private static String concept(JavaClass type) {
    return type.getPackageName().substring(ROOT.length()).split("\\.", 2)[0];
  }

  private static String drawn() throws IOException {
    String page = Files.readString(PAGE);
    return page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));
  }

  private static String text(Map<String, Set<String>> arrows) {
    StringBuilder text = new StringBuilder();
    arrows.forEach((from, to) ->
        text.append("%-10s -> %s".formatted(from, String.join(", ", to)).stripTrailing())
            .append('\n'));
    return text.toString();
  }

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.usercenter.platform.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTheLoaderSeesYaml =
      noClasses()
          .that()
          .resideOutsideOfPackage("..platform.compose..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.yaml..");

  @ArchTest
  static final ArchRule planningIsPure =
      noClasses()
          .that()
          .resideInAnyPackage("..platform.plan..", "..platform.stack..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.io..", "java.net..", "java.nio.channels..");
}
