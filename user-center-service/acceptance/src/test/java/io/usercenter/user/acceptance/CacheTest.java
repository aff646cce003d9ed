package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithServers.class)
class CacheTest {
  private static final String KEY = "cache:public:users:id:";

  /** What Pika has and never answers with an error; INFO and the like are the tests' own. */
  private static final List<String> ALLOWED =
      List.of(
          "get", "setex", "set", "del", "ping", "auth", "select", "info", "ttl", "debug", "watch",
          "unwatch", "multi", "exec", "incr", "expire");

  @Test
  void keepsARowForSevenDaysWithoutThePasswordHash(UserCenter userCenter) {
    long id = userCenter.postgres().insertUser("cached");

    userCenter.user("?id=" + id);

    assertThat(userCenter.redis().ask("GET " + KEY + id))
        .isEqualTo(
            "{\"Id\":%d,\"Username\":\"cached\",\"Email\":\"cached@x\",\"CreatedAt\":\"2026-11-23T06:01:57Z\",\"UpdatedAt\":\"%s\"}",
            id, updatedAt(userCenter, id))
        .doesNotContain("hash");
    assertThat(Long.parseLong(userCenter.redis().ask("TTL " + KEY + id)))
        .isBetween(574_550L, 635_040L);
  }

  @Test
  void answersFromTheCacheWithoutAskingTheTable(UserCenter userCenter) {
    long id = userCenter.postgres().insertUser("before");
    userCenter.user("?id=" + id);

    userCenter
        .postgres()
        .number("UPDATE users SET username = 'after' WHERE id = %d RETURNING id".formatted(id));

    assertThat(userCenter.user("?id=" + id).body()).contains("before");
  }

  @Test
  void remembersForAMinuteThatThereIsNoSuchUser(UserCenter userCenter) {
    userCenter.user("?id=700001");

    assertThat(userCenter.redis().ask("GET " + KEY + 700001)).isEqualTo("*");
    assertThat(Long.parseLong(userCenter.redis().ask("TTL " + KEY + 700001))).isBetween(56L, 63L);
  }

  @Test
  void believesThePlaceholder(UserCenter userCenter) {
    long id = userCenter.postgres().insertUser("hidden");
    userCenter.redis().ask("SETEX " + KEY + id + " 60 *");

    assertThat(userCenter.user("?id=" + id).statusCode()).isEqualTo(404);
  }

  @Test
  void replacesAnEntryItCannotRead(UserCenter userCenter) {
    long id = userCenter.postgres().insertUser("readable");
    userCenter.redis().ask("SETEX " + KEY + id + " 60 {broken");

    assertThat(userCenter.user("?id=" + id).body()).contains("readable");
    assertThat(userCenter.redis().ask("GET " + KEY + id)).contains("readable");
  }

  @Test
  void sendsOnlyCommandsThatPikaHas(UserCenter userCenter) {
    userCenter.user("?id=1");

    List<String> seen =
        Pattern.compile("cmdstat_(\\w+)")
            .matcher(userCenter.redis().ask("INFO commandstats"))
            .results()
            .map(match -> match.group(1))
            .toList();

    assertThat(seen).contains("get", "ping").isSubsetOf(ALLOWED);
  }

  private static String updatedAt(UserCenter userCenter, long id) {
    long micros =
        userCenter
            .postgres()
            .number("SELECT extract(epoch FROM updated_at) * 1000000 FROM users WHERE id = " + id);
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }
}
