package io.usercenter.shipper;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.usercenter.shipper", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule EVENTS_TOUCH_NO_SERVER_AND_NO_FILE =
      noClasses()
          .that()
          .resideInAPackage("..shipper.event..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.net..", "java.nio.file..", "io.usercenter.elastic..", "..shipper.file..");

  @ArchTest
  static final ArchRule FILES_KNOW_NO_SERVER =
      noClasses()
          .that()
          .resideInAPackage("..shipper.file..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net..", "io.usercenter.elastic..", "io.usercenter.shipper");
}
