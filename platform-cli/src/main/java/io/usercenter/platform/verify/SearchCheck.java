package io.usercenter.platform.verify;

import io.usercenter.platform.wire.Address;
import io.usercenter.platform.wire.Deadline;
import io.usercenter.platform.wire.Http;
import io.usercenter.platform.wire.Http.Answer;
import io.usercenter.platform.wire.WireException;
import java.net.URI;
import java.util.Map;
import java.util.UUID;

/** A registration that becomes a document of Elasticsearch by way of the outbox. */
final class SearchCheck {

  private static final String USER = "/v1/user-center/user";
  private static final String SEARCH = "/v1/user-center/users/search?q=";
  private static final int BODY_BYTES = 64 << 10;

  private final Targets targets;

  SearchCheck(Targets targets) {
    this.targets = targets;
  }

  /** Somebody who exists for this check only. */
  private record Visitor(String username, String password) {

    static Visitor any() {
      String word = UUID.randomUUID().toString().replace("-", "");
      return new Visitor("verify" + word.substring(0, 16), word);
    }

    String registration() {
      return "{\"username\":\"%1$s\",\"email\":\"%1$s@example.org\",\"password\":\"%2$s\"}"
          .formatted(username, password);
    }

    String login() {
      return "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, password);
    }
  }

  /** Waits for half of the time, so that the visitor can leave even when nobody is found. */
  String found(Deadline deadline) throws Unproven, WireException, InterruptedException {
    targets.locate("Elasticsearch", 9200);
    Address api = targets.locate("user-center HTTP", 8888);
    Visitor visitor = Visitor.any();
    Json.ask(api, "POST", USER + "/register", visitor.registration(), deadline);
    // To leave with; meanwhile the new document becomes visible to searches.
    Json session = Json.ask(api, "POST", USER + "/login", visitor.login(), deadline);
    try {
      return Poll.until(
          "a search to find the new user " + visitor.username(),
          deadline.within(deadline.remaining().dividedBy(2)),
          clock -> search(api, visitor.username(), clock));
    } finally {
      leave(api, session.at("accessToken").text(), deadline);
    }
  }

  private static String search(Address api, String username, Deadline deadline)
      throws Unproven, WireException {
    for (Json user : Json.get(api, SEARCH + username, deadline).at("users").items()) {
      if (user.at("username").text().equals(username)) {
        return "a user who had just registered";
      }
    }
    throw Unproven.failed("no such user among what was found");
  }

  private static void leave(Address api, String token, Deadline deadline)
      throws Unproven, WireException {
    URI uri = URI.create("http://" + api + USER);
    Map<String, String> bearer = Map.of("Authorization", "Bearer " + token);
    Answer answer = Http.send(new Http.Request("DELETE", uri, "", bearer), deadline, BODY_BYTES);
    if (answer.status() != 204) {
      throw Unproven.failed("DELETE " + USER + ": " + answer.summary());
    }
  }
}
