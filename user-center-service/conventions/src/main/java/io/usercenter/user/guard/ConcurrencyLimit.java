package io.usercenter.user.guard;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.usercenter.user.call.Refused;
import io.usercenter.user.metric.Computed;
import io.vertx.core.Future;
import io.vertx.grpc.common.GrpcStatus;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Lets only so many calls be under way at once and refuses the rest. May be used by any thread. */
public final class ConcurrencyLimit {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final int most;
  private final AtomicInteger underWay = new AtomicInteger();
  private final Counter.Child refusals;

  /** One limit of a name for each registry. */
  public ConcurrencyLimit(String name, int most, CollectorRegistry registry) {
    this.most = most;
    refusals =
        Counter.build("user_center_" + name + "_refused_total", "calls over the limit.")
            .register(registry)
            .labels();
    Gauge.build("user_center_" + name + "_under_way", "calls under the limit, now.")
        .register(registry)
        .setChild(new Computed(underWay::get));
    Gauge.build("user_center_" + name + "_limit", "calls at once, at most.")
        .register(registry)
        .set(most);
  }

  /** Fails with {@link Refused} when the limit is reached. */
  public <T> Future<T> run(Supplier<Future<T>> call) {
    if (underWay.incrementAndGet() > most) {
      underWay.decrementAndGet();
      refusals.inc();
      return Future.failedFuture(
          new Refused(GrpcStatus.UNAVAILABLE, "service unavailable", SOON, null));
    }
    return started(call).onComplete(done -> underWay.decrementAndGet());
  }

  private static <T> Future<T> started(Supplier<Future<T>> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }
}
