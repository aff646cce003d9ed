package io.usercenter.user.rpc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.usercenter.user", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule LAYERS =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("io.usercenter.user..")
          .layer("rpc")
          .definedBy("..user.rpc..")
          .layer("search")
          .definedBy("..user.search..")
          .layer("store")
          .definedBy("..user.store..")
          .layer("model")
          .definedBy("..user.model..")
          .whereLayer("rpc")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("search")
          .mayOnlyBeAccessedByLayers("rpc")
          .whereLayer("store")
          .mayOnlyBeAccessedByLayers("rpc", "search");

  @ArchTest
  static final ArchRule THE_MODEL_KNOWS_NO_FRAMEWORK =
      classes()
          .that()
          .resideInAPackage("..user.model..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("..user.model..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule ONLY_THE_STORE_TALKS_TO_SERVERS =
      noClasses()
          .that()
          .resideOutsideOfPackage("..user.store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..");

  @ArchTest
  static final ArchRule ONLY_SEARCH_KNOWS_ELASTICSEARCH =
      noClasses()
          .that()
          .resideOutsideOfPackage("..user.search..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("co.elastic..", "org.elasticsearch..", "org.apache.http..");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("io.usercenter.user.(*)..").should().beFreeOfCycles();
}
