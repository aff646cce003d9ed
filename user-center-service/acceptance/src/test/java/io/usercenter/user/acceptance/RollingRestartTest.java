package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two gateways behind a balancer that asks for readiness, restarted one after the other. */
@ExtendWith(WithServers.class)
class RollingRestartTest {
  private static final Duration ASKED_EVERY = Duration.ofMillis(100);

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Integer> ports = List.of(Ports.free(), Ports.free());
  private final List<Integer> ready = new CopyOnWriteArrayList<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger answers = new AtomicInteger();
  private volatile boolean over;

  @Test
  void losesNoRequest(UserCenter userCenter) throws InterruptedException {
    Service first = gateway(userCenter, ports.get(0));
    Service second = gateway(userCenter, ports.get(1));
    Thread balancer = Thread.ofVirtual().start(this::balance);
    await(2);
    List<Thread> callers =
        List.of(
            Thread.ofVirtual().start(this::call),
            Thread.ofVirtual().start(this::call),
            Thread.ofVirtual().start(this::call),
            Thread.ofVirtual().start(this::call));

    first.close();
    first = gateway(userCenter, ports.get(0));
    await(2);
    second.close();
    second = gateway(userCenter, ports.get(1));
    await(2);
    int before = answers.get();
    Eventually.get("further answers", answers::get, now -> now > before + 20);
    over = true;
    for (Thread caller : callers) {
      caller.join();
    }
    balancer.join();
    first.close();
    second.close();

    assertThat(failures).isEmpty();
  }

  private void await(int gateways) {
    Eventually.get(gateways + " ready gateways", ready::size, now -> now == gateways);
  }

  private void balance() {
    try {
      while (!over) {
        for (int port : ports) {
          boolean now = status(port, "/readyz") == 200;
          if (now && !ready.contains(port)) {
            ready.add(port);
          } else if (!now) {
            ready.removeIf(known -> known == port);
          }
        }
        Thread.sleep(ASKED_EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void call() {
    int turn = 0;
    try {
      while (!over) {
        List<Integer> now = List.copyOf(ready);
        if (now.isEmpty()) {
          failures.add("nobody is ready");
          return;
        }
        int status = status(now.get(turn++ % now.size()), "/v1/user-center/user?id=1");
        if (status == 200) {
          answers.incrementAndGet();
        } else {
          failures.add("status " + status);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** 0 when there is no answer. */
  private int status(int port, String path) throws InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    try {
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  private static Service gateway(UserCenter userCenter, int port) {
    Map<String, String> variables = new HashMap<>(userCenter.environment());
    variables.put("API_PORT", "" + port);
    variables.put("API_METRICS_PORT", "" + Ports.free());
    return Service.start("api", userCenter.directory(), variables);
  }
}
