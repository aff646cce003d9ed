package io.usercenter.platform.verify;

import io.usercenter.platform.wire.Address;
import io.usercenter.platform.wire.Connection;
import io.usercenter.platform.wire.Deadline;
import io.usercenter.platform.wire.Http.Answer;
import io.usercenter.platform.wire.Resp.Reply;
import io.usercenter.platform.wire.WireException;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** A request to the user-center, and each trace it must leave elsewhere. */
final class UserCenterChecks {

  private static final String USER = "/v1/user-center/user?id=";
  private static final String CACHE_KEY = "cache:public:users:id:1";
  private static final Pattern FOUND =
      Pattern.compile(
          "\\{\"username\":\"user1\",\"createdAt\":\"\\d{4}-\\d\\d-\\d\\d"
              + " \\d\\d:\\d\\d:\\d\\d\"}\\n?");
  private static final String HTTP_COUNT =
      "sum(http_server_requests_duration_ms_count{job=\"user_center-api\"})";
  // Redis is called by the rpc process; an older api that calls it itself counts as well.
  private static final String REDIS_COUNT =
      "sum(redis_client_requests_duration_ms_count{job=~\"user_center-(api|rpc)\"})";

  private final Targets targets;

  UserCenterChecks(Targets targets) {
    this.targets = targets;
  }

  String found(Deadline deadline) throws Unproven, WireException {
    Answer answer = requestUser1(deadline);
    String type = answer.header("Content-Type").orElse("none");
    if (!type.startsWith("application/json")) {
      throw Unproven.failed("the content type is '" + type + "', not application/json");
    }
    return answer.summary();
  }

  String notFound(Deadline deadline) throws Unproven, WireException {
    Answer answer = Json.answer(api(), "GET", USER + Long.MAX_VALUE, "", deadline);
    if (answer.status() != 404) {
      throw Unproven.failed("expected HTTP 404, got " + answer.summary());
    }
    return answer.summary();
  }

  /** Empties the cache entry first, so that what is found came from this request. */
  String cached(Deadline deadline) throws Unproven, WireException, InterruptedException {
    api();
    try (Connection redis = RedisSession.open(targets, deadline)) {
      RedisSession.ask(redis, "DEL", CACHE_KEY);
      Deadline soon = deadline.within(Duration.ofSeconds(5));
      return Poll.until("Redis to hold " + CACHE_KEY, soon, _ -> cachedBy(redis, deadline));
    }
  }

  // Asks each time: the first request may share a read that began before the entry was deleted.
  private String cachedBy(Connection redis, Deadline deadline) throws Unproven, WireException {
    requestUser1(deadline);
    Reply reply = RedisSession.ask(redis, "GET", CACHE_KEY);
    if (!(reply instanceof Reply.Bulk(String value))) {
      throw Unproven.failed("no value under that key");
    }
    Json row = Json.parse(value);
    if (!row.at("Id").text().equals("1") || !row.at("Username").text().equals("user1")) {
      throw Unproven.failed("a value under that key that is not the row of user1");
    }
    return CACHE_KEY;
  }

  String measured(Deadline deadline) throws Unproven, WireException, InterruptedException {
    Metrics metrics = new Metrics(targets.locate("Prometheus", 9090));
    Growth requests = new Growth("http_server_requests_duration_ms_count", HTTP_COUNT);
    Growth redis = new Growth("redis_client_requests_duration_ms_count", REDIS_COUNT);
    requests.start(metrics, deadline);
    redis.start(metrics, deadline);
    // Asks each time: a process that began anew may have counted just as far as the old one had.
    return Poll.until(
        "the request to be counted in Prometheus",
        deadline,
        clock -> {
          requestUser1(clock);
          return requests.look(metrics, clock) + ", " + redis.look(metrics, clock);
        });
  }

  /**
   * Whether a counter has counted since {@link #start}. One that shows less than before began anew
   * with its process, so that all it shows was counted since.
   */
  private static final class Growth {

    private final String name;
    private final String promql;
    private double before;

    Growth(String name, String promql) {
      this.name = name;
      this.promql = promql;
    }

    void start(Metrics metrics, Deadline deadline) throws Unproven, WireException {
      before = metrics.number(promql, deadline).orElse(0);
    }

    String look(Metrics metrics, Deadline deadline) throws Unproven, WireException {
      OptionalDouble now = metrics.number(promql, deadline);
      if (now.isEmpty()) {
        throw Unproven.failed("no series " + name);
      }
      long counted = (long) now.getAsDouble();
      if (counted > 0 && counted != (long) before) {
        return name + " " + (long) before + " → " + counted;
      }
      throw Unproven.failed(name + " still " + counted);
    }
  }

  private Answer requestUser1(Deadline deadline) throws Unproven, WireException {
    Answer answer = Json.answer(api(), "GET", USER + 1, "", deadline);
    if (answer.status() != 200 || !FOUND.matcher(answer.body()).matches()) {
      throw Unproven.failed("expected user1, got " + answer.summary());
    }
    return answer;
  }

  private Address api() throws Unproven {
    return targets.locate("user-center HTTP", 8888);
  }
}
