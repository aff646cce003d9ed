package io.usercenter.collector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.usercenter.collector", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule LAYERS =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("io.usercenter.collector..")
          .layer("http")
          .definedBy("..collector.http..")
          .layer("store")
          .definedBy("..collector.store..")
          .layer("query")
          .definedBy("..collector.query..")
          .layer("receive")
          .definedBy("..collector.receive..")
          .layer("main")
          .definedBy("io.usercenter.collector")
          .whereLayer("http")
          .mayOnlyBeAccessedByLayers("main")
          .whereLayer("store")
          .mayOnlyBeAccessedByLayers("main", "http")
          .whereLayer("query")
          .mayOnlyBeAccessedByLayers("main", "http")
          .whereLayer("receive")
          .mayOnlyBeAccessedByLayers("http");

  @ArchTest
  static final ArchRule PROTOCOLS_TOUCH_NO_SERVER_AND_NO_FILE =
      noClasses()
          .that()
          .resideInAnyPackage("..collector.receive..", "..collector.span..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net..", "java.nio.file..", "io.usercenter.elastic..");

  @ArchTest
  static final ArchRule ONLY_HTTP_KNOWS_THE_SERVER =
      noClasses()
          .that()
          .resideOutsideOfPackage("..collector.http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.sun.net.httpserver..");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("io.usercenter.collector.(*)..").should().beFreeOfCycles();
}
