package io.usercenter.user.health;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/** Probes every dependency again and again; ready while the required ones answer. */
public final class Health {
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final List<Dependency> dependencies;
  private volatile boolean draining;

  public Health(List<Dependency> dependencies) {
    this.dependencies = List.copyOf(dependencies);
  }

  /**
   * Also keeps connections busy: Pika closes one that was idle for a minute, and a silent one is
   * taken for dead.
   */
  public Future<?> watch(Vertx vertx) {
    vertx.setPeriodic(INTERVAL.toMillis(), id -> dependencies.forEach(Dependency::probe));
    return Future.join(dependencies.stream().map(Dependency::probe).toList());
  }

  /** From now on not ready, so that callers go elsewhere before the listener closes. */
  public void drain() {
    draining = true;
  }

  /** Whether callers should go elsewhere. */
  public boolean draining() {
    return draining;
  }

  public boolean ready() {
    return !draining && dependencies.stream().allMatch(Dependency::good);
  }

  /** For operators: states with latency and the last error. */
  public JsonObject detail() {
    JsonArray all = new JsonArray();
    dependencies.forEach(dependency -> all.add(dependency.detail()));
    return new JsonObject().put("status", status()).put("dependencies", all);
  }

  /** For the public port: states only, no addresses or errors. */
  public JsonObject summary() {
    JsonArray all = new JsonArray();
    dependencies.forEach(dependency -> all.add(dependency.summary()));
    return new JsonObject().put("status", status()).put("dependencies", all);
  }

  private String status() {
    if (draining) {
      return "draining";
    }
    if (!ready()) {
      return "not ready";
    }
    return dependencies.stream().allMatch(Dependency::up) ? "ready" : "degraded";
  }
}
