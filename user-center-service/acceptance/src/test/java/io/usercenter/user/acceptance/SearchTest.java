package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.usercenter.user.contract.FoundUser;
import io.usercenter.user.contract.SearchUsersResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(WithServers.class)
class SearchTest {

  @ParameterizedTest
  @CsvSource({
    "wolf_gang",
    "WOLF",
    "gang",
    "wolf gang",
    "ｗｏｌｆ",
    "zurich",
    "Zürich",
    "玄奘",
    "奘",
    "西天取经",
    "取经 wolf",
    "mo.zart",
    "zart",
    "amade"
  })
  void findsByWordsOfUsernameNicknameMailboxAndBio(String query, SearchStack search) {
    present(
        search, "wolf_gang", "mo.zart@salzburg.example", "玄奘法师", "Von Zürich nach 西天取经 Amadeus");

    if (query.equals("amade")) {
      assertThat(search.usernames(query)).as("only names match by their beginning").isEmpty();
    } else {
      assertThat(search.usernames(query)).containsExactly("wolf_gang");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"salzburg", "salzburg.example", "天西", "wolf zurich berlin"})
  void findsNeitherByTheDomainNorByPartsOfTheWords(String query, SearchStack search) {
    present(
        search, "wolf_gang", "mo.zart@salzburg.example", "玄奘法师", "Von Zürich nach 西天取经 Amadeus");

    assertThat(search.usernames(query)).isEmpty();
  }

  @Test
  void putsTheExactUsernameFirstThenNamesThenBios(SearchStack search) {
    present(search, "about-rank", "r1@x", "", "about ranker");
    present(search, "nick-rank", "r2@x", "Ranker", "");
    present(search, "rankers", "r3@x", "", "");
    present(search, "ranker", "r4@x", "", "");

    assertThat(search.usernames("ranker"))
        .containsExactly("ranker", "rankers", "nick-rank", "about-rank");
  }

  @Test
  void givesNoEmailAway(SearchStack search) {
    present(search, "shy", "hidden.address@secret.example", "", "");

    SearchUsersResponse found = search.search("hidden.address", 10, "");

    assertThat(found.getUsers(0).getUsername()).isEqualTo("shy");
    assertThat(found.toString()).doesNotContain("secret").doesNotContain("address");
    assertThat(search.elasticsearch().get("/users/_search?q=username:shy"))
        .contains("\"shy\"")
        .doesNotContain("hidden")
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "a* OR b*",
        "username:/.*/",
        "\" OR 1=1 --",
        "{\"query\":{\"match_all\":{}}}",
        "_exists_:mailbox",
        "(((((",
        "\\",
        "id:[0 TO 99999]",
        "\u0000\u202e😀"
      })
  void takesWhatIsAskedForAsWordsOnly(String query, SearchStack search) {
    assertThat(search.search(query, 10, "").getTotal()).isZero();
  }

  @Test
  void takesTheLongestQueryOfDifferentCharacters(SearchStack search) {
    String query =
        IntStream.range(0, 200)
            .mapToObj(i -> Character.toString(0x4e00 + 7 * i))
            .collect(Collectors.joining());

    assertThat(search.search(query, 10, "").getTotal()).isZero();
  }

  @Test
  void refusesWhatItCannotTake(SearchStack search) {
    String cursor = cursorAfterTheFirst(search);

    assertInvalid(search, "", 10, "", "the query must have 1 to 200 characters");
    assertInvalid(search, " \t", 10, "", "the query must have 1 to 200 characters");
    assertInvalid(search, "x".repeat(201), 10, "", "the query must have 1 to 200 characters");
    assertInvalid(search, "user1", 0, "", "the limit must be 1 to 100");
    assertInvalid(search, "user1", 101, "", "the limit must be 1 to 100");
    for (String wrong :
        List.of("nonsense", cursor + "A", cursor.substring(1), base64("{\"v\":2}"), base64("[]"))) {
      assertInvalid(search, "user", 10, wrong, "the cursor is not one of this search");
    }
    assertInvalid(search, "another", 10, cursor, "the cursor is not one of this search");
  }

  @Test
  void pagesShowEveryUserOnceWhileOthersChange(SearchStack search) {
    for (int i = 0; i < 10; i++) {
      search.insert("paged%02d".formatted(i), "p%d@x".formatted(i), "", "");
    }
    Eventually.get("all", () -> search.total("paged"), total -> total == 10);

    List<String> seen = new ArrayList<>();
    String cursor = "";
    int page = 0;
    do {
      SearchUsersResponse found = search.search("paged", 3, cursor);
      found.getUsersList().stream().map(FoundUser::getUsername).forEach(seen::add);
      cursor = found.getNextCursor();
      present(search, "other-" + page, "o%d@x".formatted(page), "a paged disturbance", "");
      page++;
    } while (!cursor.isEmpty() && page < 9);

    assertThat(seen.stream().filter(name -> name.startsWith("paged")))
        .containsExactlyElementsOf(
            IntStream.range(0, 10).mapToObj("paged%02d"::formatted).toList());
    assertThat(seen).doesNotHaveDuplicates();
  }

  @Test
  void followsChangesAndDeletions(SearchStack search) {
    long id = present(search, "changing", "c@x", "before", "");

    search.rename(id, "afterwards");
    Eventually.get("the change", () -> search.usernames("afterwards"), List.of("changing")::equals);
    assertThat(search.usernames("changing before")).isEmpty();

    search.remove(id);
    Eventually.get("the deletion", () -> search.total("changing"), total -> total == 0);
  }

  @Test
  void measuresAndTracesItself(SearchStack search) {
    search.search("user1", 1, "");

    assertThat(search.userCenter().rpcMetrics())
        .contains(
            "user_center_search_requests_duration_ms_bucket{operation=\"search\",le=\"1000.0\",}")
        .contains("user_center_search_documents_total{result=\"created\",}")
        .contains("user_center_breaker_drop_ratio{dependency=\"elasticsearch\",} 0.0")
        .contains("user_center_outbox_lag_seconds{topic=\"search\",}");
    TraceSink.Seen span =
        Eventually.get(
                "a span of Elasticsearch",
                () -> search.userCenter().traces().named("elasticsearch"),
                spans ->
                    spans.stream().anyMatch(it -> "search".equals(it.tags().get("db.operation"))))
            .stream()
            .filter(it -> "search".equals(it.tags().get("db.operation")))
            .findFirst()
            .orElseThrow();
    assertThat(span.tags()).containsEntry("db.system", "elasticsearch");
    assertThat(search.userCenter().traces().trace(span.trace()))
        .anySatisfy(caller -> {
          assertThat(caller.id()).isEqualTo(span.parent());
          assertThat(caller.name()).isEqualTo("usercenter.Users/SearchUsers");
        });
  }

  /** Inserts the user unless it is there, and waits until it is found. */
  private static long present(
      SearchStack search, String username, String email, String nickname, String bio) {
    long known =
        search
            .postgres()
            .number("SELECT coalesce(max(id), 0) FROM users WHERE username = '" + username + "'");
    long id = known > 0 ? known : search.insert(username, email, nickname, bio);
    Eventually.get(username, () -> search.usernames(username), found -> found.contains(username));
    return id;
  }

  private static String cursorAfterTheFirst(SearchStack search) {
    return search.search("user", 1, "").getNextCursor();
  }

  private static void assertInvalid(
      SearchStack search, String query, int limit, String cursor, String message) {
    assertThatExceptionOfType(Rpc.Refusal.class)
        .isThrownBy(() -> search.search(query, limit, cursor))
        .withMessage("INVALID_ARGUMENT: " + message);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
