package io.usercenter.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.collector.Client.Sent;
import io.usercenter.collector.receive.Samples;
import io.usercenter.elastic.Eventually;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the receiving ports take and refuse; Elasticsearch is away all the time. */
@Timeout(120)
class ReceivingTest {

  private static final int LARGEST = 8 << 20;
  private static final String OK = "otelcol_receiver_accepted_spans_total";

  @TempDir private Path directory = Path.of("");
  private Started collector;

  @BeforeEach
  void start() {
    collector = new Started(directory, nobody(), 64 << 20);
  }

  @AfterEach
  void stop() {
    collector.close();
  }

  @Test
  void takesEachProtocolWhileElasticsearchIsAway() {
    long now = Started.nowMicros();

    assertThat(client().thrift(Samples.thrift(now)).statusCode()).isEqualTo(202);
    assertThat(client().otlp(Samples.otlp(now).toByteArray()).statusCode()).isEqualTo(200);
    assertThat(client().otlp(new String(Samples.otlpJson(now), StandardCharsets.UTF_8)).body())
        .isEqualTo("{}");
    assertThat(client().zipkin(Samples.zipkin(now)).statusCode()).isEqualTo(202);
    assertThat(client().metric(OK + "{receiver=\"jaeger\",transport=\"thrift_http\",}"))
        .isEqualTo(1);
    assertThat(client().metric(OK + "{receiver=\"otlp\",transport=\"http\",}")).isEqualTo(2);
    assertThat(client().metric(OK + "{receiver=\"zipkin\",transport=\"http\",}")).isEqualTo(1);
    assertThat(client().metric("otelcol_exporter_queue_size")).isPositive();
  }

  @Test
  void unpacksBodies() {
    byte[] packed = Client.gzip(Samples.otlp(Started.nowMicros()).toByteArray());

    assertThat(otlp(packed, "Content-Encoding", "gzip").statusCode()).isEqualTo(200);
    assertThat(otlp(packed, "Content-Encoding", "br").statusCode()).isEqualTo(415);
    assertThat(otlp(Client.utf8("no gzip"), "Content-Encoding", "gzip").statusCode())
        .isEqualTo(400);
    assertThat(
            otlp(Arrays.copyOf(packed, packed.length - 9), "Content-Encoding", "gzip").statusCode())
        .isEqualTo(400);
  }

  @Test
  void refusesWhatIsTooLargePackedOrNot() {
    byte[] bomb = Client.gzip(new byte[100 << 20]);

    assertThat(bomb.length).isLessThan(LARGEST);
    assertThat(otlp(bomb, "Content-Encoding", "gzip").statusCode()).isEqualTo(413);
    assertThat(client().thrift(new byte[1]).statusCode()).isEqualTo(400);
  }

  @Test
  void refusesALargeBodyByItsHeaderAlone() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), collector.ports().otlp())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              Client.utf8(
                  """
                  POST /v1/traces HTTP/1.1\r
                  Host: a\r
                  Content-Type: application/json\r
                  Content-Length: 99999999999\r
                  \r
                  """));

      byte[] start = socket.getInputStream().readNBytes(12);

      assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
    }
  }

  @Test
  void answersMistakesWithWhatIsWrong() {
    assertThat(client().otlp("{\"resourceSpans\":3}").statusCode()).isEqualTo(400);
    assertThat(client().otlp("{").body()).contains("not the JSON that is expected");
    assertThat(client().otlp("{} {}").statusCode()).isEqualTo(400);
    assertThat(client().zipkin(Client.utf8("{}")).statusCode()).isEqualTo(400);
    assertThat(otlp(new byte[0], "X-A", "b").statusCode()).isEqualTo(200);
    assertThat(status("/v1/traces", "text/plain")).isEqualTo(415);
    assertThat(status("/v1/metrics", "application/json")).isEqualTo(404);
    assertThat(client().metric("platform_collector_malformed_requests_total{receiver=\"otlp\",}"))
        .isEqualTo(3);
  }

  @Test
  void saysHowManySpansOfARequestItRefused() {
    long now = Started.nowMicros();
    long day = 86_400_000_000L;
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    String request =
        Client.request(
            List.of(
                new Sent(trace, "1", "", "shop", "now", now),
                new Sent(trace, "2", "", "shop", "a-day-ahead", now + day),
                new Sent(trace, "3", "", "shop", "a-day-behind", now - day),
                new Sent(trace, "4", "", "shop", "a-year-ahead", now + 365 * day),
                new Sent(trace, "5", "", "shop", "in-1970", 1),
                new Sent("xyz", "6", "", "shop", "no-id", now)));

    HttpResponse<String> response = client().otlp(request);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("\"rejectedSpans\":\"3\"");
    assertThat(client().metric("platform_collector_dropped_spans_total{reason=\"time\",}"))
        .isEqualTo(2);
    assertThat(client().metric("platform_collector_dropped_spans_total{reason=\"id\",}"))
        .isEqualTo(1);
  }

  @Test
  void asksToComeAgainWhenTheSpoolIsFull() {
    String name = "n".repeat(1 << 20);
    long now = Started.nowMicros();
    HttpResponse<String> last = otlp(new byte[0]);
    for (int i = 1; i < 100 && last.statusCode() == 200; i++) {
      Sent sent = new Sent("4bf92f3577b34da6a3ce929d0e0e4736", "" + i, "", "shop", name, now);
      last = client().otlp(Client.request(List.of(sent)));
    }

    assertThat(last.statusCode()).isEqualTo(503);
    assertThat(last.headers().firstValue("Retry-After")).contains("5");
    assertThat(
            client()
                .metric(
                    "otelcol_receiver_refused_spans_total{receiver=\"otlp\",transport=\"http\",}"))
        .isEqualTo(1);
  }

  @Test
  void takesDatagramsAndSurvivesNoise() throws Exception {
    Random random = new Random(1);
    try (DatagramSocket socket = new DatagramSocket()) {
      for (int port : List.of(collector.ports().compact(), collector.ports().binary())) {
        for (int i = 0; i < 200; i++) {
          byte[] noise = new byte[random.nextInt(500)];
          random.nextBytes(noise);
          send(socket, port, noise);
        }
      }
      send(socket, collector.ports().compact(), Samples.compactCall(Started.nowMicros()));
      send(socket, collector.ports().binary(), Samples.binaryCall(Started.nowMicros()));
    }

    for (String transport : List.of("udp_thrift_compact", "udp_thrift_binary")) {
      String series = OK + "{receiver=\"jaeger\",transport=\"" + transport + "\",}";
      Eventually.get(series, () -> client().metric(series), count -> count == 1);
    }
    assertThat(client().metric("platform_collector_dropped_spans_total{reason=\"malformed\",}"))
        .isPositive();
  }

  @Test
  void answersEveryMutationOfABodyWithFourHundredOrTwoHundred() {
    Random random = new Random(20261124);
    byte[] sample = Samples.otlpJson(Started.nowMicros());
    for (int round = 0; round < 300; round++) {
      byte[] body = sample.clone();
      body[random.nextInt(body.length)] = (byte) random.nextInt(256);

      int status =
          client()
              .post(collector.ports().otlp(), "/v1/traces", "application/json", body)
              .statusCode();

      assertThat(status).isIn(200, 400);
    }
  }

  @Test
  void saysThatElasticsearchIsAway() {
    assertThat(client().get("/api/v3/services").statusCode()).isEqualTo(503);
    assertThat(client().get("/api/v3/services").body()).contains("\"httpCode\":503");
    assertThat(client().get("/zipkin/").statusCode()).isEqualTo(200);
  }

  @Test
  void refusesParametersThatAreNone() {
    assertThat(client().get("/api/v3/traces/xyz").statusCode()).isEqualTo(400);
    assertThat(client().get("/api/v3/traces/..%2f..%2f_search").statusCode()).isEqualTo(400);
    assertThat(client().get("/api/v3/trace-summaries").body()).contains("query.startTimeMin");
    assertThat(client().get("/api/traces?service=a&tags=%7B").statusCode()).isEqualTo(400);
    assertThat(client().get("/api/traces?service=a&minDuration=fast").statusCode()).isEqualTo(400);
    assertThat(client().get("/trace/%3Cscript%3E").statusCode()).isEqualTo(400);
    assertThat(client().get("/zipkin/../../etc/passwd").statusCode()).isEqualTo(404);
    assertThat(client().get("/nowhere").statusCode()).isEqualTo(404);
  }

  @Test
  void leadsToThePages() {
    assertThat(location("/")).isEqualTo("/zipkin/");
    assertThat(location("/trace/4bf92f3577b34da6a3ce929d0e0e4736"))
        .isEqualTo("/zipkin/traces/4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(client().get("/zipkin/").body())
        .contains("The platform's trace collector")
        .contains("<title>Traces: platform collector</title>");
    assertThat(client().get("/notices").body()).contains("Apache License 2.0");
  }

  private String location(String path) {
    return client().get(path).headers().firstValue("Location").orElse("none");
  }

  private int status(String path, String type) {
    return client().post(collector.ports().otlp(), path, type, Client.utf8("{}")).statusCode();
  }

  private HttpResponse<String> otlp(byte[] body, String... headers) {
    return client()
        .post(collector.ports().otlp(), "/v1/traces", "application/x-protobuf", body, headers);
  }

  private static void send(DatagramSocket socket, int port, byte[] data) throws Exception {
    socket.send(new DatagramPacket(data, data.length, InetAddress.getLoopbackAddress(), port));
  }

  private Client client() {
    return collector.client();
  }

  private static URI nobody() {
    return URI.create("http://127.0.0.1:" + Eventually.freePort());
  }
}
