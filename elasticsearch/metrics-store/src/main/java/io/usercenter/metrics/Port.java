package io.usercenter.metrics;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.client.exporter.common.TextFormat;
import io.usercenter.metrics.chunk.Samples;
import io.usercenter.metrics.protocol.Labels;
import io.usercenter.metrics.protocol.MalformedException;
import io.usercenter.metrics.protocol.ReadRequest;
import io.usercenter.metrics.protocol.Snappy;
import io.usercenter.metrics.protocol.WriteRequest;
import io.usercenter.metrics.store.Intake;
import io.usercenter.metrics.store.Intake.Rejection;
import io.usercenter.metrics.store.Retrieval;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Listens: {@code /api/v1/write} and {@code /api/v1/read} for Prometheus, {@code /metrics}, and
 * {@code /} for probes.
 */
final class Port implements AutoCloseable {

  private static final int BACKLOG = 64;
  private static final int LARGEST_BODY = 8 << 20;
  private static final int LARGEST_UNPACKED = 24 << 20;

  /** How many bodies may be in memory at a time. */
  private static final int TOGETHER = 2;

  private static final int PATIENCE_SECONDS = 10;
  private static final String PROTOBUF = "application/x-protobuf";
  private static final String WRITTEN = "X-Prometheus-Remote-Write-";

  static {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // Seconds a client may take to send a request, and connections there may be.
    System.setProperty("sun.net.httpserver.maxReqTime", "30");
    System.setProperty("jdk.httpserver.maxConnections", "256");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore bodies = new Semaphore(TOGETHER, true);
  private final Intake intake;
  private final Retrieval retrieval;
  private final Measures measures;

  // Nobody changes it, and copies of large bodies would only cost memory.
  @SuppressWarnings("ArrayRecordComponent")
  private record Reply(int status, String type, byte[] body) {
    static Reply text(int status, String text) {
      return new Reply(
          status, "text/plain; charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Accepts connections when this returns. */
  Port(InetSocketAddress address, Intake intake, Retrieval retrieval, Measures measures)
      throws IOException {
    this.intake = intake;
    this.retrieval = retrieval;
    this.measures = measures;
    server = HttpServer.create(address, BACKLOG);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  int number() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    long begun = System.nanoTime();
    String path = exchange.getRequestURI().getPath();
    int status = 0;
    try (exchange) {
      Reply reply = reply(exchange, path);
      status = reply.status();
      Headers headers = exchange.getResponseHeaders();
      headers.set("Content-Type", reply.type());
      if (status == 503) {
        headers.set("Retry-After", "5");
      }
      boolean none = reply.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(status, none ? -1 : reply.body().length);
      if (!none) {
        exchange.getResponseBody().write(reply.body());
      }
    } finally {
      String known = path.startsWith("/api/v1/") ? path.replaceAll("[^\\w/]", "?") : "/";
      measures.answered(
          status == 404 ? "unknown" : known, status, (System.nanoTime() - begun) / 1e9);
    }
  }

  private Reply reply(HttpExchange exchange, String path) {
    try {
      return switch (path) {
        case "/api/v1/write" -> posted(exchange) ? limited(() -> write(exchange)) : notPosted();
        case "/api/v1/read" -> posted(exchange) ? limited(() -> read(exchange)) : notPosted();
        case "/metrics" -> metrics();
        case "/" -> Reply.text(200, "the metrics store takes samples");
        default -> Reply.text(404, "nothing is at this address");
      };
    } catch (MalformedException wrong) {
      return Reply.text(400, String.valueOf(wrong.getMessage()));
    } catch (Retrieval.TooLargeException large) {
      return Reply.text(422, String.valueOf(large.getMessage()));
    } catch (IOException away) {
      return Reply.text(503, "not now: " + away.getMessage());
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return Reply.text(503, "the metrics store is about to end");
    } catch (RuntimeException bug) {
      bug.printStackTrace();
      return Reply.text(500, "a mistake of the metrics store; its log has the details");
    }
  }

  private static boolean posted(HttpExchange exchange) {
    return exchange.getRequestMethod().equals("POST");
  }

  private static Reply notPosted() {
    return Reply.text(405, "this is for POST");
  }

  private interface Work {
    Reply run()
        throws MalformedException, IOException, InterruptedException, Retrieval.TooLargeException;
  }

  private Reply limited(Work work)
      throws MalformedException, IOException, InterruptedException, Retrieval.TooLargeException {
    if (!bodies.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      return Reply.text(503, "too many requests at a time");
    }
    try {
      return work.run();
    } finally {
      bodies.release();
    }
  }

  private static byte[] body(HttpExchange exchange) throws IOException, MalformedException {
    byte[] packed = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
    if (packed.length > LARGEST_BODY) {
      // What is left of it would be taken for the next request.
      exchange.getResponseHeaders().set("Connection", "close");
      throw new MalformedException("a body may have " + LARGEST_BODY + " bytes");
    }
    return Snappy.unpacked(packed, LARGEST_UNPACKED);
  }

  private Reply write(HttpExchange exchange) throws MalformedException, IOException {
    String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
    String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
    boolean second = type.contains("proto=io.prometheus.write.v2.Request");
    boolean first =
        type.equals("null") || type.equals(PROTOBUF) || type.contains("prometheus.WriteRequest");
    if (!first && !second) {
      return Reply.text(
          415, "a body can be prometheus.WriteRequest or io.prometheus.write.v2.Request");
    }
    if (encoding != null && !encoding.equals("snappy")) {
      return Reply.text(415, "the content encoding can be snappy");
    }
    WriteRequest request =
        second ? WriteRequest.version2(body(exchange)) : WriteRequest.version1(body(exchange));
    Intake.Outcome outcome = intake.commit(request);
    measures.taken(outcome.taken());
    measures.ignored(request.exemplars());
    outcome.rejected().forEach(measures::rejected);
    Headers headers = exchange.getResponseHeaders();
    headers.set(WRITTEN + "Samples-Written", String.valueOf(outcome.taken()));
    headers.set(WRITTEN + "Histograms-Written", "0");
    headers.set(WRITTEN + "Exemplars-Written", "0");
    return outcome.rejected().isEmpty()
        ? new Reply(204, "text/plain; charset=utf-8", new byte[0])
        : Reply.text(400, refusal(outcome.rejected()));
  }

  private static String refusal(Map<Rejection, Integer> rejected) {
    List<String> reasons = new ArrayList<>();
    rejected.forEach((reason, count) ->
        reasons.add(
            count
                + switch (reason) {
                  case OLD -> " samples are older than what is kept";
                  case AHEAD -> " samples are days from now";
                  case SERIES -> " samples belong to more series than there may be";
                  case HISTOGRAM -> " native histograms are not kept";
                }));
    return "all else is kept, but " + String.join(", ", reasons);
  }

  private Reply read(HttpExchange exchange)
      throws MalformedException, IOException, InterruptedException, Retrieval.TooLargeException {
    List<SortedMap<Labels, Samples>> results = new ArrayList<>();
    for (ReadRequest.Query query : ReadRequest.of(body(exchange)).queries()) {
      results.add(retrieval.find(query));
    }
    exchange.getResponseHeaders().set("Content-Encoding", "snappy");
    return new Reply(200, PROTOBUF, Snappy.packed(ReadRequest.answer(results)));
  }

  private Reply metrics() throws IOException {
    StringWriter text = new StringWriter();
    TextFormat.write004(text, measures.registry().metricFamilySamples());
    return new Reply(
        200,
        TextFormat.CONTENT_TYPE_004.toLowerCase(Locale.ROOT),
        text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Gives requests that are under way a second. */
  @Override
  public void close() {
    server.stop(1);
    threads.shutdownNow();
  }
}
