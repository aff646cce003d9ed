package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What callers see while a dependency is gone or hangs, and that all is well afterwards. */
@ExtendWith(WithServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsUnderLoadTest {
  private static final Duration FAULT = Duration.ofSeconds(3);
  private static final int NOT_ANSWERED = 0;

  /** Longer than any deadline of the service: nobody may wait for so long. */
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, Gate> gates = new HashMap<>();
  private final List<Service> services = new ArrayList<>();
  private final int port = Ports.free();

  @BeforeAll
  void start(UserCenter userCenter) {
    gates.put("postgres", new Gate(userCenter.postgres().port()));
    gates.put("redis", new Gate(userCenter.redis().port()));
    gates.put("collector", new Gate(URI.create(userCenter.traces().endpoint()).getPort()));
    Map<String, String> variables = new HashMap<>(userCenter.environment());
    variables.put("DB_PORT", "" + gate("postgres").port());
    variables.put("REDIS1_PORT", "" + gate("redis").port());
    variables.put(
        "JAEGER_ENDPOINT", "http://127.0.0.1:%d/api/traces".formatted(gate("collector").port()));
    variables.put("API_PORT", "" + port);
    for (String name : List.of("API_METRICS_PORT", "RPC_PORT", "RPC_METRICS_PORT")) {
      variables.put(name, "" + Ports.free());
    }
    services.add(Service.start("rpc", userCenter.directory(), variables));
    services.add(Service.start("api", userCenter.directory(), variables));
    Eventually.get("readiness", () -> status("/readyz"), status -> status == 200);
  }

  @AfterAll
  void stop() {
    services.reversed().forEach(Service::close);
    gates.values().forEach(Gate::close);
  }

  @ParameterizedTest
  @CsvSource({
    "postgres, DOWN, 200 404 503 504",
    "postgres, HUNG, 200 404 503 504",
    "redis, DOWN, 200 404 503",
    "redis, HUNG, 200 404 503 504",
    "collector, DOWN, 200 404",
    "collector, HUNG, 200 404",
  })
  void answersHonestlyAndRecovers(String dependency, Gate.State fault, String honest)
      throws InterruptedException {
    Set<Integer> seen = new ConcurrentSkipListSet<>();
    AtomicInteger answers = new AtomicInteger();
    gate(dependency).become(fault);
    try {
      load(seen, answers);
    } finally {
      gate(dependency).become(Gate.State.OPEN);
    }

    assertThat(answers.get()).isPositive();
    assertThat(seen).isSubsetOf(List.of(honest.split(" ")).stream().map(Integer::valueOf).toList());
    int[] good = {0};
    Eventually.get(
        "20 good answers in a row",
        () -> {
          good[0] = status("/v1/user-center/user?id=1") == 200 ? good[0] + 1 : 0;
          return good[0];
        },
        row -> row == 20);
  }

  private void load(Set<Integer> seen, AtomicInteger answers) throws InterruptedException {
    long end = System.nanoTime() + FAULT.toNanos();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      callers.add(
          Thread.ofVirtual()
              .start(() -> {
                while (System.nanoTime() < end) {
                  int nobody = ThreadLocalRandom.current().nextInt(1_000_000_000, 2_000_000_000);
                  seen.add(status("/v1/user-center/user?id=" + nobody));
                  answers.incrementAndGet();
                }
              }));
    }
    for (Thread caller : callers) {
      caller.join();
    }
  }

  private int status(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(PATIENCE)
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return NOT_ANSWERED;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Gate gate(String name) {
    Gate gate = gates.get(name);
    if (gate == null) {
      throw new IllegalArgumentException(name);
    }
    return gate;
  }
}
