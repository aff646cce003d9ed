package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The service against its own document. */
@ExtendWith(WithUserCenter.class)
class OpenApiTest {
  private static final int CASES = 1000;
  private static final long SEED = 20_261_123;

  @Test
  void answersAThousandRequestsAsDocumentedAndNoneWithAFault(UserCenter userCenter) {
    OpenApi document = new OpenApi(userCenter.get("/openapi.json").body());
    Cases cases = new Cases(document, SEED);
    Visitor visitor = new Visitor(userCenter, "chance");
    TreeMap<Integer, Integer> statuses = new TreeMap<>();

    for (int i = 0; i < CASES; i++) {
      Cases.Case made = cases.next();
      HttpResponse<String> response =
          made.authenticated()
              ? visitor.send(made.request(), made.path())
              : userCenter.send(made.request(), made.path());
      String about = "case " + i + ": " + made;
      assertThat(response.statusCode())
          .as(about + "\n" + response.body())
          .matches(status -> status < 500 || (isSearch(made) && isUnavailable(status)));
      if (!isUnavailable(response.statusCode())) {
        document.check(made.operation(), response, about);
      }
      statuses.merge(response.statusCode(), 1, Integer::sum);
    }

    assertThat(statuses.keySet())
        .as(statuses.toString())
        .contains(200, 201, 204, 400, 401, 404, 415, 422);
  }

  private static boolean isSearch(Cases.Case made) {
    return made.operation().id().equals("searchUsers");
  }

  /** No Elasticsearch runs here. */
  private static boolean isUnavailable(int status) {
    return status == 501 || status == 503;
  }
}
