package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usercenter.user.contract.Session;
import io.vertx.grpc.common.GrpcStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithServers.class)
class WriteOutageTest {
  private static final int WRITES = 40;

  private final Rpc rpc;

  WriteOutageTest(Rpc rpc) {
    this.rpc = rpc;
  }

  @Test
  void writesWithoutRedisAndInvalidatesWhenItIsBack(UserCenter userCenter) {
    Session session = rpc.registerAndLogin("redis-hangs");
    String key = "cache:public:users:id:" + session.getUserId();
    rpc.find(session.getUserId());
    assertThat(userCenter.redis().ask("GET " + key)).contains("redis-hangs@example.com");
    userCenter.redis().pause();
    try {
      assertThat(rpc.changeEmail(session, "changed@example.com").getEmail())
          .isEqualTo("changed@example.com");
    } finally {
      userCenter.redis().resume();
    }

    Eventually.get(
        "the entry's deletion",
        () -> userCenter.redis().ask("GET " + key),
        value -> !value.contains("redis-hangs@example.com"));
  }

  @Test
  void losesNoWriteWhenRedisIsKilledAmongThem(UserCenter userCenter) {
    Session session = rpc.registerAndLogin("redis-dies");
    AtomicInteger written = new AtomicInteger();
    Thread writer =
        Thread.ofVirtual()
            .start(() -> {
              for (int i = 0; i < WRITES; i++) {
                rpc.changeEmail(session, "write%d@redis.example".formatted(i));
                written.incrementAndGet();
              }
            });

    Eventually.get("some writes", written::get, count -> count > 5);
    userCenter.redis().stop();
    try {
      int before = written.get();
      Eventually.get(
          "writes without Redis", written::get, count -> count > before + 5 || count == WRITES);
    } finally {
      userCenter.redis().start();
    }
    join(writer);

    assertThat(written).hasValue(WRITES);
    assertThat(rpc.get(session).getEmail()).isEqualTo("write39@redis.example");
    assertThat(
            userCenter
                .postgres()
                .number("SELECT version FROM users WHERE id = " + session.getUserId()))
        .isEqualTo(WRITES + 1);
    Eventually.get("an empty outbox", () -> cacheRows(userCenter), rows -> rows == 0);
  }

  @Test
  void losesAndDoublesNoRegistrationWhenPostgresIsRestartedAmongThem(UserCenter userCenter) {
    List<String> confirmed = new ArrayList<>();
    Thread writer =
        Thread.ofVirtual()
            .start(() -> {
              for (int i = 0; i < WRITES; i++) {
                register("restart%02d".formatted(i), confirmed);
              }
            });
    Eventually.get("some registrations", () -> size(confirmed), count -> count > 3);
    userCenter.postgres().stop();
    userCenter.postgres().start();
    join(writer);

    assertThat(confirmed).hasSize(WRITES);
    assertThat(
            userCenter
                .postgres()
                .number("SELECT count(*) FROM users WHERE username LIKE 'restart__'"))
        .isEqualTo(WRITES);
    assertThat(
            userCenter
                .postgres()
                .number(
                    "SELECT count(*) FROM users WHERE username LIKE 'restart__' AND version = 1"))
        .isEqualTo(WRITES);
    Eventually.get(
        "readiness", () -> userCenter.rpcReadiness().statusCode(), status -> status == 200);
  }

  @Test
  void refusesWritesWithoutInternalsWhilePostgresIsDown(UserCenter userCenter) {
    Session session = rpc.registerAndLogin("postgres-away");
    userCenter.postgres().stop();
    try {
      assertThatThrownBy(() -> rpc.changeEmail(session, "lost@example.com"))
          .isInstanceOfSatisfying(
              Rpc.Refusal.class,
              refusal -> {
                assertThat(refusal.status).isEqualTo(GrpcStatus.UNAVAILABLE);
                assertThat(refusal.retryAfter).isEqualTo("1");
              })
          .hasMessage("UNAVAILABLE: service unavailable");
    } finally {
      userCenter.postgres().start();
    }
    Eventually.get(
        "readiness", () -> userCenter.rpcReadiness().statusCode(), status -> status == 200);
    assertThat(rpc.get(session).getEmail()).isEqualTo("postgres-away@example.com");
  }

  /** Until it is done, or turns out to have been done although nobody could say so. */
  private void register(String name, List<String> confirmed) {
    String outcome =
        Eventually.get("registration of " + name, () -> attempt(name), answer -> !again(answer));
    assertThat(outcome).isIn("registered", "ALREADY_EXISTS: username is taken");
    synchronized (confirmed) {
      confirmed.add(name);
    }
  }

  private String attempt(String name) {
    try {
      rpc.register(name);
      return "registered";
    } catch (Rpc.Refusal refusal) {
      return String.valueOf(refusal.getMessage());
    }
  }

  private static boolean again(String answer) {
    return answer.startsWith("UNAVAILABLE");
  }

  private static int size(List<String> list) {
    synchronized (list) {
      return list.size();
    }
  }

  private static long cacheRows(UserCenter userCenter) {
    return userCenter.postgres().number("SELECT count(*) FROM outbox WHERE topic = 'cache'");
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
