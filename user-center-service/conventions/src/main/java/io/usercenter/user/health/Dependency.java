package io.usercenter.user.health;

import io.usercenter.user.config.Secrets;
import io.usercenter.user.metric.Elapsed;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something this program needs or would like to have, and how it answered last. */
public final class Dependency {
  private static final Logger LOG = LoggerFactory.getLogger(Dependency.class);
  private static final long TIMEOUT_MILLIS = 1500;

  private final String name;
  private final boolean required;
  private final Supplier<Future<?>> question;
  private volatile boolean up;
  private volatile double latencyMillis;
  private volatile @Nullable String lastError;

  private Dependency(String name, boolean required, Supplier<Future<?>> question) {
    this.name = name;
    this.required = required;
    this.question = question;
  }

  /** Without it the program is not ready. */
  public static Dependency required(String name, Supplier<Future<?>> question) {
    return new Dependency(name, true, question);
  }

  /** Without it the program is degraded. */
  public static Dependency optional(String name, Supplier<Future<?>> question) {
    return new Dependency(name, false, question);
  }

  /** Asks once; the returned future always succeeds. */
  public Future<?> probe() {
    Elapsed elapsed = Elapsed.start();
    return question
        .get()
        .timeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
        .onSuccess(answer -> answered(elapsed.millis()))
        .onFailure(this::failed)
        .otherwiseEmpty();
  }

  boolean good() {
    return up || !required;
  }

  boolean up() {
    return up;
  }

  JsonObject summary() {
    return new JsonObject().put("name", name).put("state", up ? "up" : "down");
  }

  JsonObject detail() {
    return summary()
        .put("required", required)
        .put("latencyMs", Math.round(latencyMillis * 1000) / 1000.0)
        .put("lastError", lastError);
  }

  private void answered(double millis) {
    if (!up) {
      LOG.info("{} answers", name);
    }
    latencyMillis = millis;
    up = true;
  }

  private void failed(Throwable cause) {
    String reason = Secrets.masked(String.valueOf(cause.getMessage()));
    if (up) {
      LOG.error("{} does not answer: {}", name, reason);
    }
    lastError = reason;
    up = false;
  }
}
