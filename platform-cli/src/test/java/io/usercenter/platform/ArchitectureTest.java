package io.usercenter.platform;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of docs/architecture.md. */
@AnalyzeClasses(
    packages = "io.usercenter.platform",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule dependenciesPointInward =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("cli")
          .definedBy("..platform.cli..")
          .layer("compose")
          .definedBy("..platform.compose..")
          .layer("execute")
          .definedBy("..platform.execute..")
          .layer("plan")
          .definedBy("..platform.plan..")
          .layer("process")
          .definedBy("..platform.process..")
          .layer("supervisor")
          .definedBy("..platform.supervisor..")
          .layer("artifact")
          .definedBy("..platform.artifact..")
          .layer("verify")
          .definedBy("..platform.verify..")
          .layer("doctor")
          .definedBy("..platform.doctor..")
          .whereLayer("verify")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("doctor")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("process")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("compose")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("supervisor")
          .mayOnlyBeAccessedByLayers("process")
          .whereLayer("execute")
          .mayOnlyBeAccessedByLayers("cli", "process", "verify", "doctor")
          .whereLayer("plan")
          .mayOnlyBeAccessedByLayers("cli", "execute", "process", "supervisor", "doctor");

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
