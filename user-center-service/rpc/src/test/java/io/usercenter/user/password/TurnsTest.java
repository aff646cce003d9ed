package io.usercenter.user.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usercenter.user.call.Refused;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void letsOnlySoManyAtOnceAndRefusesWhoFindsTheLineFull() {
    Turns turns = new Turns(vertx, 1, 1, Duration.ofMinutes(1));
    Promise<String> working = Promise.promise();
    AtomicInteger begun = new AtomicInteger();
    Future<String> first = turns.take(() -> begun(begun, working.future()));
    Future<String> second = turns.take(() -> begun(begun, Future.succeededFuture("second")));

    Future<String> third = turns.take(() -> begun(begun, Future.succeededFuture("third")));

    assertThat(turns.waiting()).isEqualTo(1);
    assertThatThrownBy(third::await)
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.retryAfter()).isPositive());
    working.complete("first");
    assertThat(first.await()).isEqualTo("first");
    assertThat(second.await()).isEqualTo("second");
    assertThat(begun).hasValue(2);
  }

  @Test
  void refusesWhoWaitedTooLong() {
    Turns turns = new Turns(vertx, 1, 10, Duration.ofNanos(-1));
    Promise<String> working = Promise.promise();
    turns.take(working::future);

    Future<String> late = turns.take(() -> Future.succeededFuture("late"));
    working.complete("done");

    assertThatThrownBy(late::await).isInstanceOf(Refused.class);
    assertThat(turns.take(() -> Future.succeededFuture("next")).await()).isEqualTo("next");
  }

  @Test
  void goesOnAfterWorkThatFails() {
    Turns turns = new Turns(vertx, 2, 10, Duration.ofMinutes(1));
    List<Future<String>> failing = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      failing.add(
          turns.take(() -> {
            throw new IllegalStateException("a bug");
          }));
    }

    failing.forEach(future -> assertThatThrownBy(future::await).hasMessage("a bug"));
    assertThat(turns.take(() -> Future.succeededFuture("well")).await()).isEqualTo("well");
  }

  private static Future<String> begun(AtomicInteger begun, Future<String> work) {
    begun.incrementAndGet();
    return work;
  }
}
