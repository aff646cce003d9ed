package io.usercenter.user.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

@AnalyzeClasses(packages = "io.usercenter.user", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule DATA_COMES_FROM_THE_RPC_ONLY =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..user.rpc..",
              "..user.model..",
              "..user.store..",
              "java.sql..",
              "io.vertx.sqlclient..",
              "io.vertx.redis..");

  @ArchTest
  static void noDatabaseOrCacheLibraryIsOnTheClassPath(
      com.tngtech.archunit.core.domain.JavaClasses classes) {
    List<String> forbidden =
        Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
            .filter(entry ->
                entry.matches(
                    ".*/(postgresql|vertx-(sql|pg|redis)|jedis|lettuce|user-center-rpc)[^/]*"))
            .toList();

    assertThat(classes).isNotEmpty();
    assertThat(forbidden).isEmpty();
  }
}
