package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithServers.class)
class SchemaTest {
  private static final String HISTORY = "SELECT count(*) FROM flyway_schema_history";

  @TempDir private Path directory = Path.of("");

  @Test
  void twoThatStartAtOnceMakeOneSchema(UserCenter userCenter) throws Exception {
    userCenter.postgres().database("shared_db", "");

    try (Service one = start("one", elsewhere(userCenter, "shared_db"));
        Service other = start("other", elsewhere(userCenter, "shared_db"))) {
      Eventually.get("a started rpc", one::output, output -> output.contains("ready after"));
      Eventually.get("the other rpc", other::output, output -> output.contains("ready after"));
    }

    assertThat(userCenter.postgres().number("shared_db", HISTORY)).isEqualTo(4);
    assertThat(userCenter.postgres().number("shared_db", "SELECT count(*) FROM users"))
        .isEqualTo(3);
  }

  @Test
  void goesOnWhereAnEarlierVersionEnded(UserCenter userCenter) throws Exception {
    userCenter.postgres().database("older_db", history("1", "V1__users.sql", "-1479035009"));

    try (Service service = start("newer", elsewhere(userCenter, "older_db"))) {
      Eventually.get("a started rpc", service::output, output -> output.contains("ready after"));
      assertThat(service.output()).contains("applied 3 migrations");
    }

    assertThat(userCenter.postgres().number("older_db", HISTORY)).isEqualTo(4);
  }

  @Test
  void refusesAHistoryThatIsNotItsOwnAndChangesNothing(UserCenter userCenter) throws Exception {
    userCenter.postgres().database("foreign_db", history("1", "V1__users.sql", "1"));

    Service service = start("refused", elsewhere(userCenter, "foreign_db"));

    assertThat(service.exitCode(Duration.ofSeconds(15))).isEqualTo(1);
    assertThat(service.output())
        .contains("error: the schema cannot be brought up to date")
        .contains("'V1__users.sql' is not what was applied under that number");
    assertThat(userCenter.postgres().number("foreign_db", HISTORY)).isEqualTo(1);
  }

  private Service start(String name, Map<String, String> environment) throws Exception {
    return Service.start("rpc", Files.createDirectory(directory.resolve(name)), environment);
  }

  /** As Flyway leaves it behind the first migration. */
  private static String history(String version, String script, String checksum) {
    return """
    SET ROLE user_center;
    CREATE TABLE users (
        id            serial PRIMARY KEY,
        username      varchar(50)  NOT NULL UNIQUE,
        email         varchar(100) NOT NULL UNIQUE,
        password_hash varchar(100) NOT NULL,
        created_at    timestamptz  NOT NULL DEFAULT now(),
        updated_at    timestamptz  NOT NULL DEFAULT now());
    CREATE TABLE flyway_schema_history (
        installed_rank integer NOT NULL PRIMARY KEY, version varchar(50),
        description varchar(200) NOT NULL, type varchar(20) NOT NULL,
        script varchar(1000) NOT NULL, checksum integer, installed_by varchar(100) NOT NULL,
        installed_on timestamp NOT NULL DEFAULT now(), execution_time integer NOT NULL,
        success boolean NOT NULL);
    CREATE INDEX flyway_schema_history_s_idx ON flyway_schema_history (success);
    INSERT INTO flyway_schema_history
    VALUES (1, '%s', 'users', 'SQL', '%s', %s, 'user_center', now(), 4, true);
    """
        .formatted(version, script, checksum);
  }

  private static Map<String, String> elsewhere(UserCenter userCenter, String database) {
    Map<String, String> environment = userCenter.environment();
    environment.put("USER_DB_NAME", database);
    environment.put("RPC_PORT", "" + Ports.free());
    environment.put("RPC_METRICS_PORT", "" + Ports.free());
    return environment;
  }
}
