package io.usercenter.metrics;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.usercenter.metrics", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule PROTOCOL_AND_CHUNKS_TOUCH_NO_SERVER_AND_NO_FILE =
      noClasses()
          .that()
          .resideInAnyPackage("..metrics.protocol..", "..metrics.chunk..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.net..", "java.nio.file..", "io.usercenter.elastic..", "..metrics.store..");

  @ArchTest
  static final ArchRule STORING_KNOWS_NO_HTTP_SERVER =
      noClasses()
          .that()
          .resideInAPackage("..metrics.store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.sun.net.httpserver..", "io.usercenter.metrics");
}
