package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The service against its own document. */
@ExtendWith(WithServers.class)
class OpenApiTest {
  private static final int CASES = 1000;
  private static final long SEED = 20_261_123;

  private final SearchStack search;
  private final UserCenter userCenter;
  private final long before;

  OpenApiTest(SearchStack search) {
    this.search = search;
    userCenter = search.userCenter();
    before = Collections.max(search.ids());
  }

  /** Whose texts, made by chance, other tests might find. */
  @AfterEach
  void forgetUsers() {
    search.removeAllAfter(before);
    Eventually.get("an empty outbox", search::waiting, waiting -> waiting == 0);
  }

  @Test
  void answersAThousandRequestsAsDocumentedAndNoneWithAFault() {
    OpenApi document = new OpenApi(userCenter.get("/openapi.json").body());
    Cases cases = new Cases(document, SEED);
    Visitor visitor = new Visitor(userCenter, "chance");
    TreeMap<Integer, Integer> statuses = new TreeMap<>();
    Set<String> succeeded = new HashSet<>();

    for (int i = 0; i < CASES; i++) {
      Cases.Case made = cases.next();
      HttpResponse<String> response =
          made.authenticated()
              ? visitor.send(made.request(), made.path())
              : userCenter.send(made.request(), made.path());
      String about = "case " + i + ": " + made;
      assertThat(response.statusCode()).as(about + "\n" + response.body()).isLessThan(500);
      document.check(made.operation(), response, about);
      statuses.merge(response.statusCode(), 1, Integer::sum);
      if (response.statusCode() < 300) {
        succeeded.add(made.operation().id());
      }
    }

    assertThat(statuses.keySet())
        .as(statuses.toString())
        .contains(200, 201, 204, 400, 401, 404, 415, 422);
    assertThat(succeeded).contains("searchUsers");
  }
}
