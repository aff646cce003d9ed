package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithServers.class)
class TakeOverTest {
  /** The ancestor lets names differ by case only. */
  private static final String ANCESTOR =
      """
      SET ROLE user_center;
      CREATE TABLE users (
          id serial PRIMARY KEY,
          username varchar(50) UNIQUE NOT NULL,
          email varchar(100) UNIQUE NOT NULL,
          password_hash varchar(100) NOT NULL,
          created_at timestamptz DEFAULT now(),
          updated_at timestamptz DEFAULT now());
      INSERT INTO users (username, email, password_hash)
      VALUES ('bob', 'bob@example.com', 'x'), ('Bob', 'BOB@example.com', 'x');
      """;

  @TempDir private Path directory = Path.of("");

  @Test
  void keepsAnAncestorsRowsAndStillLetsNoNewNameDifferByCaseOnly(UserCenter userCenter)
      throws InterruptedException {
    userCenter.postgres().database("ancestor_db", ANCESTOR);
    Map<String, String> environment = userCenter.environment();
    environment.put("USER_DB_NAME", "ancestor_db");
    environment.put("RPC_PORT", "" + Ports.free());
    environment.put("RPC_METRICS_PORT", "" + Ports.free());

    try (Service service = Service.start("rpc", directory, environment);
        Rpc rpc = new Rpc(Integer.parseInt(environment.get("RPC_PORT")))) {
      Eventually.get("a started rpc", service::output, output -> output.contains("ready after"));

      assertThatThrownBy(() -> rpc.register("BOB", "new@example.com"))
          .hasMessage("ALREADY_EXISTS: username is taken");
      assertThat(outcomes(rpc)).containsOnlyOnce("registered");
      assertThat(
              userCenter
                  .postgres()
                  .number(
                      "ancestor_db", "SELECT count(*) FROM users WHERE lower(username) = 'bob'"))
          .isEqualTo(2);
      assertThat(
              userCenter
                  .postgres()
                  .number(
                      "ancestor_db", "SELECT count(*) FROM users WHERE lower(username) = 'eve'"))
          .isEqualTo(1);
    }
  }

  private static List<String> outcomes(Rpc rpc) throws InterruptedException {
    List<Callable<String>> attempts = new ArrayList<>();
    List<String> names = List.of("eve", "Eve", "eVe", "evE", "EVe", "EvE", "eVE", "EVE");
    for (String name : names) {
      String email = "eve%d@example.com".formatted(names.indexOf(name));
      attempts.add(() -> outcome(rpc, name, email));
    }
    List<String> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<String> attempt : threads.invokeAll(attempts)) {
        outcomes.add(attempt.resultNow());
      }
    }
    return outcomes;
  }

  private static String outcome(Rpc rpc, String name, String email) {
    try {
      rpc.register(name, email);
      return "registered";
    } catch (Rpc.Refusal refusal) {
      return String.valueOf(refusal.getMessage());
    }
  }
}
