package io.usercenter.user.program;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/** The threads that serve, as many as {@code EventLoops} says. */
public record EventLoops(Vertx vertx, int count) {

  /** Starts once on each loop; fails with the first failure. */
  public Future<?> deployOnEach(Supplier<Future<?>> start) {
    return vertx.deployVerticle(
        () -> new Started(start), new DeploymentOptions().setInstances(count));
  }

  private record Started(Supplier<Future<?>> start) implements Deployable {
    @Override
    public Future<?> deploy(Context context) {
      return start.get();
    }
  }
}
