package io.usercenter.platform.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.sun.net.httpserver.HttpServer;
import io.usercenter.platform.doctor.Finding.Severity;
import io.usercenter.platform.execute.ServiceState;
import io.usercenter.platform.execute.ServiceState.Endpoint;
import io.usercenter.platform.execute.ServiceState.Running;
import io.usercenter.platform.plan.Status;
import io.usercenter.platform.wire.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveTest {

  @TempDir private Path directory;

  @Test
  void judgesTheStateOfEachService() throws InterruptedException {
    List<ServiceState> states =
        List.of(
            state("redis", new Status.Ready(), 0),
            state("api", new Status.Starting("connection refused"), 0),
            state("rpc", new Status.Failed("exit code 1, five times"), 5),
            state("jaeger", new Status.Stopped(), 0));

    List<Finding> findings = new Services(states).findings();

    assertThat(findings)
        .extracting(Finding::name, Finding::severity)
        .containsExactly(
            tuple("redis", Severity.OK),
            tuple("api", Severity.WARN),
            tuple("rpc", Severity.FAIL),
            tuple("rpc", Severity.WARN),
            tuple("jaeger", Severity.WARN));
    assertThat(findings.get(2).what()).isEqualTo("failed: exit code 1, five times");
    assertThat(findings.get(3).what()).contains("5 times");
  }

  @Test
  void warnsOfPlainAddressesThatOtherMachinesReach() throws InterruptedException {
    ServiceState exposed =
        new ServiceState(
            "redis",
            new Status.Ready(),
            Instant.EPOCH,
            0,
            Running.NONE,
            List.of(new Endpoint(6379, "192.0.2.1", 6379)));

    Finding finding = new Exposure(List.of(exposed)).findings().getFirst();

    assertThat(finding.severity()).isEqualTo(Severity.WARN);
    assertThat(finding.what()).contains("192.0.2.1:6379");
  }

  @Test
  void namesTheTargetsThatAreDown() throws Exception {
    String answer =
        """
        {"status":"success","data":{"activeTargets":[
          {"labels":{"job":"redis","instance":"redis-exporter:9121"},"health":"down",
           "lastError":"connection refused"},
          {"labels":{"job":"node","instance":"n:9100"},"health":"up","lastError":""}]}}
        """;

    List<Finding> findings = asked(answer, address -> new ScrapedTargets(address));

    assertThat(findings)
        .extracting(Finding::what)
        .containsExactly("redis at redis-exporter:9121 is down: connection refused");
  }

  @Test
  void tellsTheColourOfTheCluster() throws Exception {
    String answer = "{\"status\":\"yellow\",\"unassigned_shards\":3}";

    List<Finding> findings = asked(answer, address -> new Cluster(address));

    assertThat(findings.getFirst().severity()).isEqualTo(Severity.WARN);
    assertThat(findings.getFirst().what()).isEqualTo("yellow, unassigned shards: 3");
  }

  @Test
  void reportsServersThatAnswerNonsense() throws Exception {
    List<Finding> findings = asked("<html>", address -> new Cluster(address));

    assertThat(findings.getFirst().severity()).isEqualTo(Severity.FAIL);
    assertThat(findings.getFirst().what()).contains("did not answer in JSON");
  }

  @Test
  void goesThroughAStackThatIsWell() throws InterruptedException {
    Live live = new Live(List.of(state("redis", new Status.Ready(), 0)), directory, null, null);

    List<Finding> findings = Doctor.examine(live.examinations());

    assertThat(findings)
        .extracting(Finding::name)
        .contains("redis", "data directory", "certificates", "replication");
  }

  private interface Asking {
    Examination of(Address address);
  }

  private static List<Finding> asked(String answer, Asking asking) throws Exception {
    HttpServer server = serving(answer);
    try {
      return asking.of(new Address("127.0.0.1", server.getAddress().getPort())).findings();
    } finally {
      server.stop(0);
    }
  }

  private static HttpServer serving(String answer) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static ServiceState state(String name, Status status, int restarts) {
    return new ServiceState(name, status, Instant.EPOCH, restarts, Running.NONE, List.of());
  }
}
