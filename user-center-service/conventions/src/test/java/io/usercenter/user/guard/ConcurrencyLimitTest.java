package io.usercenter.user.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.client.CollectorRegistry;
import io.usercenter.user.call.Refused;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.grpc.common.GrpcStatus;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {
  private final CollectorRegistry registry = new CollectorRegistry();
  private final ConcurrencyLimit limit = new ConcurrencyLimit("reads", 2, registry);
  private final Promise<String> first = Promise.promise();
  private final Promise<String> second = Promise.promise();

  @Test
  void refusesTheCallAfterTheLast() {
    limit.run(first::future);
    limit.run(second::future);

    Future<String> third = limit.run(() -> Future.succeededFuture("made"));

    assertThat(third.cause())
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(GrpcStatus.UNAVAILABLE);
              assertThat(refused.retryAfter()).isPositive();
            });
    assertThat(registry.getSampleValue("user_center_reads_refused_total")).isEqualTo(1);
    assertThat(registry.getSampleValue("user_center_reads_under_way")).isEqualTo(2);
  }

  @Test
  void hasRoomAgainWhenACallEnds() {
    limit.run(first::future);
    limit.run(second::future);
    first.fail("broken");

    assertThat(limit.run(() -> Future.succeededFuture("made")).result()).isEqualTo("made");
  }

  @Test
  void hasRoomAgainWhenACallCannotBeMade() {
    for (int i = 0; i < 3; i++) {
      assertThat(
              limit
                  .run(() -> {
                    throw new IllegalStateException("no connection");
                  })
                  .cause())
          .hasMessage("no connection");
    }
  }
}
