package io.usercenter.user.program;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/** The threads that serve, as many as {@code EventLoops} says. */
public record EventLoops(Vertx vertx, int count) {

  /** Deploys one instance on each loop; fails with the first failure. */
  public Future<?> deployOnEach(Supplier<Deployable> instance) {
    return vertx.deployVerticle(instance, new DeploymentOptions().setInstances(count));
  }
}
