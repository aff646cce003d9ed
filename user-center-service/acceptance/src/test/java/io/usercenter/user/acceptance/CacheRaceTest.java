package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.user.call.UsersMethods;
import io.usercenter.user.contract.DeleteUserRequest;
import io.usercenter.user.contract.Session;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithServers.class)
class CacheRaceTest {
  private static final String KEY = "cache:public:users:id:";

  @TempDir private Path directory = Path.of("");

  @Test
  void neverStoresWhatAReaderReadBeforeAWriteCommitted(UserCenter userCenter) {
    try (HoldingProxy proxy = new HoldingProxy(userCenter.redis().port());
        Service slow = rpc(userCenter, proxy.port());
        Rpc reader = new Rpc(port(slow));
        Rpc writer = new Rpc(userCenter.rpcPort())) {
      Session session = writer.registerAndLogin("overtaken");
      long id = session.getUserId();
      proxy.hold(sent -> sent.contains("setex") && sent.contains(KEY + id));

      Thread reading = Thread.ofVirtual().start(() -> reader.find(id));
      proxy.awaitHeld();
      writer.changeEmail(session, "after@example.com");
      proxy.release();
      join(reading);

      assertThat(userCenter.redis().ask("GET " + KEY + id)).isEqualTo("null");
      assertThat(reader.find(id)).isEqualTo("overtaken");
      assertThat(userCenter.redis().ask("GET " + KEY + id)).contains("after@example.com");
    }
  }

  @Test
  void neverHidesAUserWhomAReaderDidNotFindYet(UserCenter userCenter) {
    try (HoldingProxy proxy = new HoldingProxy(userCenter.redis().port());
        Service slow = rpc(userCenter, proxy.port());
        Rpc reader = new Rpc(port(slow));
        Rpc writer = new Rpc(userCenter.rpcPort())) {
      long next = writer.register("before-the-next").getId() + 1;
      proxy.hold(sent -> sent.contains("NX") && sent.contains(KEY + next));

      Thread reading =
          Thread.ofVirtual().start(() -> assertThat(outcome(reader, next)).startsWith("NOT_FOUND"));
      proxy.awaitHeld();
      assertThat(writer.register("not-hidden").getId()).isEqualTo(next);
      proxy.release();
      join(reading);

      assertThat(userCenter.redis().ask("GET " + KEY + next)).isEqualTo("null");
      assertThat(reader.find(next)).isEqualTo("not-hidden");
    }
  }

  @Test
  void invalidatesForAWriterThatWasKilledAfterItsCommit(UserCenter userCenter) {
    try (HoldingProxy proxy = new HoldingProxy(userCenter.redis().port());
        Service dying = rpc(userCenter, proxy.port());
        Rpc writer = new Rpc(port(dying));
        Rpc reader = new Rpc(userCenter.rpcPort())) {
      Session session = writer.registerAndLogin("orphaned");
      long id = session.getUserId();
      reader.find(id);
      assertThat(userCenter.redis().ask("GET " + KEY + id)).contains("orphaned@example.com");
      proxy.hold(sent -> sent.contains("fence:" + id) && sent.contains("del"));

      Thread writing =
          Thread.ofVirtual()
              .start(() -> outcome(() -> writer.changeEmail(session, "saved@example.com")));
      proxy.awaitHeld();
      dying.kill();
      writing.interrupt();

      assertThat(
              userCenter
                  .postgres()
                  .number(
                      "SELECT count(*) FROM users WHERE email = 'saved@example.com' AND id = "
                          + id))
          .isEqualTo(1);
      Eventually.get(
          "the entry's deletion by another process",
          () -> userCenter.redis().ask("GET " + KEY + id),
          "null"::equals);
      Eventually.get(
          "an empty outbox",
          () ->
              userCenter
                  .postgres()
                  .number("SELECT count(*) FROM outbox WHERE topic = 'cache' AND user_id = " + id),
          rows -> rows == 0);
    }
  }

  @Test
  void agreesWithTheTableAfterManyReadersAndWriters(UserCenter userCenter) {
    List<Session> sessions = new ArrayList<>();
    String refused = refusedInvalidations(userCenter);
    try (Rpc rpc = new Rpc(userCenter.rpcPort())) {
      IntStream.range(0, 6).forEach(i -> sessions.add(rpc.registerAndLogin("racing" + i)));
      AtomicBoolean writing = new AtomicBoolean(true);
      AtomicLong reads = new AtomicLong();
      List<Thread> readers =
          IntStream.range(0, 16)
              .mapToObj(i ->
                  Thread.ofVirtual()
                      .start(() -> {
                        while (writing.get()) {
                          rpc.find(any(sessions).getUserId());
                          reads.incrementAndGet();
                        }
                      }))
              .toList();
      List<Thread> writers =
          IntStream.range(0, 6)
              .mapToObj(i -> Thread.ofVirtual().start(() -> write(rpc, sessions, i)))
              .toList();
      writers.forEach(CacheRaceTest::join);
      writing.set(false);
      readers.forEach(CacheRaceTest::join);

      sessions.subList(0, 5).forEach(session -> assertAgrees(userCenter, rpc, session));
      assertThat(outcome(rpc, sessions.get(5).getUserId())).startsWith("NOT_FOUND");
      assertThat(reads).hasValueGreaterThan(1000);
      // More writers than connections for them, and none had to leave its work to the outbox.
      assertThat(refusedInvalidations(userCenter)).isEqualTo(refused);
      assertThat(userCenter.rpcMetrics())
          .contains("user_center_cache_fills_total{result=\"stored\",}")
          .doesNotContain("user_center_cache_fills_total{result=\"overtaken\",} 0.0");
    }
  }

  private static String refusedInvalidations(UserCenter userCenter) {
    return userCenter
        .rpcMetrics()
        .lines()
        .filter(line -> line.startsWith("user_center_cache_invalidations_total{result=\"failed\""))
        .findFirst()
        .orElseThrow();
  }

  /** The last one is deleted in the end. */
  private static void write(Rpc rpc, List<Session> sessions, int writer) {
    for (int i = 0; i < 150; i++) {
      rpc.changeEmail(sessions.get(writer), "racing%d.%d@example.com".formatted(writer, i));
    }
    if (writer == sessions.size() - 1) {
      rpc.call(
          UsersMethods.DELETE_USER,
          DeleteUserRequest.newBuilder().setCaller(Rpc.caller(sessions.get(writer))).build());
    }
  }

  private static void assertAgrees(UserCenter userCenter, Rpc rpc, Session session) {
    String cached = userCenter.redis().ask("GET " + KEY + session.getUserId());
    String email = rpc.get(session).getEmail();
    if (!cached.equals("null")) {
      assertThat(new JsonObject(cached).getString("Email")).isEqualTo(email);
    }
    assertThat(email).endsWith(".149@example.com");
  }

  private static Session any(List<Session> sessions) {
    return sessions.get(ThreadLocalRandom.current().nextInt(sessions.size() - 1));
  }

  /** A program of the test's own behind the proxy. */
  private Service rpc(UserCenter userCenter, int redisPort) {
    Map<String, String> environment = userCenter.environment();
    environment.put("REDIS1_PORT", "" + redisPort);
    environment.put("RPC_PORT", "" + Ports.free());
    environment.put("RPC_METRICS_PORT", "" + Ports.free());
    Service rpc = Service.start("rpc", directory, environment);
    Eventually.get("a started rpc", rpc::output, output -> output.contains("ready after"));
    return rpc;
  }

  private static int port(Service rpc) {
    return Integer.parseInt(rpc.environment().get("RPC_PORT"));
  }

  private static String outcome(Rpc rpc, long id) {
    return outcome(() -> rpc.find(id));
  }

  private static String outcome(Runnable call) {
    try {
      call.run();
      return "ok";
    } catch (RuntimeException refusal) {
      return String.valueOf(refusal.getMessage());
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
