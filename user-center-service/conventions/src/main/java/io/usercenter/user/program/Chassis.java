package io.usercenter.user.program;

import io.prometheus.client.CollectorRegistry;
import io.usercenter.user.health.Health;
import io.usercenter.user.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/** What every service is built on, and the end of its start and of its stop. */
public record Chassis(
    EventLoops loops, ServiceConfig config, CollectorRegistry registry, Tracing tracing) {

  public static Chassis start(EventLoops loops, ServiceConfig config) {
    CollectorRegistry registry = new CollectorRegistry();
    return new Chassis(loops, config, registry, Tracing.start(config.telemetry(), registry));
  }

  public Vertx vertx() {
    return loops.vertx();
  }

  /**
   * Opens the ports for machines, the last step of a start.
   *
   * @param rehearse see {@link Running#rehearse}
   * @param close run by a stop, when readiness is down and the traces still go out
   */
  public Future<Running> run(
      Health health, Supplier<Future<?>> rehearse, Supplier<Future<?>> close) {
    Running running =
        new Running() {
          @Override
          public Future<?> rehearse() {
            return rehearse.get();
          }

          @Override
          public Future<?> stop() {
            health.drain();
            return close
                .get()
                .eventually(() -> vertx().executeBlocking(Chassis.this::closeTracing));
          }
        };
    return new ManagementServer(vertx(), config, registry, health).listen().map(running);
  }

  private Boolean closeTracing() {
    tracing.close();
    return true;
  }
}
