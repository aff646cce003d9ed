package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithServers.class)
class ReindexTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void rebuildsWhileUsersChangeAndSearchesRun(SearchStack search) throws InterruptedException {
    search.fill("crowd", 3000);
    String before = search.indices();
    AtomicBoolean over = new AtomicBoolean();
    List<String> outcomes = new ArrayList<>();
    Thread searching =
        Thread.ofVirtual()
            .start(() -> {
              while (!over.get()) {
                outcomes.add(search.outcome("user1"));
              }
            });

    Service reindex = search.reindex(List.of());
    int changes = 0;
    while (reindex.running() && changes < 400) {
      long id = search.insert("during" + changes, "d%d@x".formatted(changes), "new", "");
      search.rename(search.idOf("crowd" + 7 * changes), "changed " + changes);
      search.remove(changes % 2 == 0 ? id : search.idOf("crowd" + (2999 - changes)));
      changes++;
    }
    over.set(true);
    searching.join();

    assertThat(reindex.exitCode(PATIENCE)).as(reindex.output()).isZero();
    assertThat(changes).isPositive();
    assertThat(outcomes).isNotEmpty().containsOnly("1");
    assertThat(search.indices()).isNotEqualTo(before).hasLineCount(1);
    Eventually.get("an empty outbox", search::waiting, waiting -> waiting == 0);
    assertThat(search.indexed()).isEqualTo(search.nicknames());
  }

  @Test
  void startsAgainAfterARunThatWasKilled(SearchStack search) {
    search.fill("multitude", 5000);
    Service killed = search.reindex(List.of());
    Eventually.get("the new index", search::indices, names -> names.lines().count() == 2);
    killed.kill();
    killed.exitCode(PATIENCE);
    assertThat(search.outcome("user1")).isEqualTo("1");

    Service again = search.reindex(List.of());

    assertThat(again.exitCode(PATIENCE)).as(again.output()).isZero();
    assertThat(search.indices()).hasLineCount(1);
    Eventually.get("an empty outbox", search::waiting, waiting -> waiting == 0);
    assertThat(search.indexed()).isEqualTo(search.nicknames());
  }
}
