package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.grpc.common.GrpcStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithServers.class)
class SearchOutageTest {

  @Test
  void findsWhoRegisteredWhileElasticsearchWasDown(SearchStack search) {
    search.elasticsearch().kill();
    try {
      Rpc.Refusal refusal = search.refusal("user1");
      assertThat(refusal).hasMessage("UNAVAILABLE: search is unavailable");
      assertThat(Integer.parseInt(refusal.retryAfter)).isPositive();
      search.insert("latecomer", "late@x", "", "");
      Eventually.get(
          "a degraded state", search::readiness, state -> state.contains("\"degraded\""));
    } finally {
      search.elasticsearch().start();
    }

    Eventually.get("the latecomer", () -> search.outcome("latecomer"), "1"::equals);
    Eventually.get("readiness", search::readiness, state -> state.contains("\"ready\""));
  }

  @Test
  void answersInTimeWhileElasticsearchHangs(SearchStack search) {
    search.elasticsearch().hold();
    try {
      assertThat(search.refusal("user1").status)
          .isIn(GrpcStatus.DEADLINE_EXCEEDED, GrpcStatus.UNAVAILABLE);
      search.insert("patient", "patient@x", "", "");
    } finally {
      search.elasticsearch().release();
    }

    Eventually.get("the patient one", () -> search.outcome("patient"), "1"::equals);
  }

  @Test
  void makesAnIndexThatWasLostAgain(SearchStack search) {
    search.elasticsearch().delete("/users-*");

    Eventually.get("the new index", () -> search.outcome("user1"), "1"::equals);

    assertThat(search.indexed().keySet()).containsExactlyElementsOf(search.ids());
  }

  @Test
  void takesABrokenConfigurationForWhatItIs(SearchStack search) {
    Service reindex = search.reindex(List.of("SEARCH_HOSTS=http://127.0.0.1:1"));

    assertThat(reindex.exitCode(Duration.ofSeconds(30))).isEqualTo(1);
    assertThat(reindex.output())
        .contains("error: the index cannot be made", "at: [http://127.0.0.1:1]/users")
        .contains("fix: start Elasticsearch, or correct Search.Hosts");
  }
}
