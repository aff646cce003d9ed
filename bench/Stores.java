import com.fasterxml.jackson.jr.ob.JSON;
import io.usercenter.elastic.Bulk;
import io.usercenter.elastic.BulkAnswer;
import io.usercenter.elastic.Elastic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What the collector and the log shipper take, beside Elasticsearch's own limit. See bench/stores. */
final class Stores {

  private static final int SENDERS = 2;
  private static final int SPANS = 100;
  private static final int BULK = 1 << 20;
  private static final String DAY = Instant.now().toString().substring(0, 10);

  private final Map<String, Map<Integer, String>> addresses = new HashMap<>();
  private final Elastic elastic;
  private final Path log;
  private final AtomicInteger serial = new AtomicInteger();

  public static void main(String[] arguments) throws Exception {
    Stores stores = new Stores(Path.of(arguments[0]));
    stores.rounds(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    stores.metrics();
    stores.search(Integer.parseInt(arguments[3]));
  }

  private Stores(Path status) throws IOException {
    Map<String, Object> tree = JSON.std.mapFrom(Files.readString(status));
    for (Object entry : (List<?>) tree.get("services")) {
      Map<?, ?> service = (Map<?, ?>) entry;
      Map<Integer, String> ports = new HashMap<>();
      for (Object endpoint : (List<?>) service.get("endpoints")) {
        Map<?, ?> fields = (Map<?, ?>) endpoint;
        ports.put(
            (Integer) fields.get("containerPort"), fields.get("host") + ":" + fields.get("port"));
      }
      addresses.put(String.valueOf(service.get("name")), ports);
    }
    elastic = new Elastic(URI.create(at("elasticsearch", 9200)), Duration.ofSeconds(60));
    Path services = Path.of(String.valueOf(tree.get("dataDirectory")), "state", "services");
    log = Files.createDirectories(services.resolve("bench")).resolve("output.log");
  }

  private String at(String service, int port) {
    return "http://" + addresses.get(service).get(port);
  }

  private void rounds(int rounds, int documents) throws Exception {
    // Both are warm, and there is a document of each to send by hand.
    shipped(5_000);
    collected(5_000);
    String line = sample("logs-" + DAY, "service.name:bench");
    String span = sample("jaeger-span-" + DAY, "process.serviceName:bench");
    List<double[]> results = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      empty();
      double plainLines = bulk("logs-" + DAY, line, documents);
      empty();
      double lines = shipped(documents);
      empty();
      double plainSpans = bulk("jaeger-span-" + DAY, span, documents);
      empty();
      double spans = collected(documents);
      results.add(
          new double[] {
            plainLines, lines, lines / plainLines, plainSpans, spans, spans / plainSpans
          });
    }
    System.out.println("\n| documents per second | plain bulk | through the platform | of it |");
    System.out.println("|---|---|---|---|");
    row("log lines", results, 0);
    row("spans", results, 3);
    System.out.println("\n| at the end of it | resident | heap |\n|---|---|---|");
    memory("jaeger", 14269);
    memory("log-shipper", 14270);
  }

  private static void row(String name, List<double[]> results, int at) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %s | %s |%n",
        name,
        spread(results, at, "%,.0f"),
        spread(results, at + 1, "%,.0f"),
        spread(results, at + 2, "%.2f"));
  }

  /** Median, least and most. */
  private static String spread(List<double[]> results, int at, String format) {
    double[] sorted = results.stream().mapToDouble(it -> it[at]).sorted().toArray();
    return String.format(
        Locale.ROOT,
        format + " (" + format + " to " + format + ")",
        sorted[sorted.length / 2],
        sorted[0],
        sorted[sorted.length - 1]);
  }

  private void memory(String service, int port) throws IOException {
    System.out.printf(
        Locale.ROOT,
        "| %s | %.0f MB | %.0f MB |%n",
        service,
        metric(service, port, "process_resident_memory_bytes") / 1e6,
        metric(service, port, "jvm_memory_bytes_used{area=\"heap\",}") / 1e6);
  }

  private void empty() throws IOException {
    for (String prefix : List.of("logs-", "jaeger-span-", "jaeger-service-")) {
      elastic.send("DELETE", "/" + prefix + DAY + "?ignore_unavailable=true", new byte[0]);
    }
  }

  private String sample(String index, String query) throws IOException {
    elastic.send("POST", "/" + index + "/_refresh", new byte[0]);
    Map<String, Object> answer =
        elastic.get("/" + index + "/_search?size=1&q=" + query).expectOk("a sample").json();
    Map<?, ?> hit = (Map<?, ?>) ((List<?>) ((Map<?, ?>) answer.get("hits")).get("hits")).getFirst();
    return JSON.std.asString(hit.get("_source"));
  }

  /** The same documents, sent by as many at a time as the platform does. */
  private double bulk(String index, String sample, int documents) throws Exception {
    long begin = System.nanoTime();
    together(
        sender -> {
          Bulk bulk = new Bulk();
          for (int i = sender; i < documents; i += SENDERS) {
            String id = "%016x".formatted(serial.incrementAndGet() * 0x9E3779B97F4A7C15L);
            String document =
                sample
                    .replaceFirst("\"spanID\":\"\\w+\"", "\"spanID\":\"" + id + "\"")
                    .replaceFirst("line number \\d+", "line number " + i);
            bulk.index(index, id, document.getBytes(StandardCharsets.UTF_8));
            if (bulk.bytes() > BULK || i + SENDERS >= documents) {
              BulkAnswer answer = BulkAnswer.of(elastic, bulk);
              if (!answer.failures().isEmpty()) {
                throw new IOException(answer.failures().getFirst().toString());
              }
              bulk.clear();
            }
          }
        });
    return documents / ((System.nanoTime() - begin) / 1e9);
  }

  private double shipped(int lines) throws Exception {
    double before = metric("log-shipper", 14270, "log_shipper_stored_events_total");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      text.append(
          """
          {"@timestamp":"%s","log.level":"info","service.name":"bench","event.dataset":"access",\
          "message":"[HTTP] 200 - GET /v1/user-center/user line number %d","http.request.method":"GET",\
          "url.path":"/v1/user-center/user","http.response.status_code":200,"event.duration":1234567,\
          "client.address":"127.0.0.1:4711","trace.id":"0af7651916cd43dd8448eb211c80319c",\
          "span.id":"b7ad6b7169203331"}
          """
              .formatted(Instant.now(), i));
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    long begin = System.nanoTime();
    Files.write(log, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    await("log-shipper", 14270, "log_shipper_stored_events_total", before + lines);
    return lines / ((System.nanoTime() - begin) / 1e9);
  }

  private double collected(int spans) throws Exception {
    String counter = "otelcol_exporter_sent_spans_total{exporter=\"elasticsearch\",}";
    double before = metric("jaeger", 14269, counter);
    long begin = System.nanoTime();
    together(
        sender -> {
          for (int i = sender * SPANS; i < spans; i += SENDERS * SPANS) {
            send(request());
          }
        });
    await("jaeger", 14269, counter, before + spans);
    return spans / ((System.nanoTime() - begin) / 1e9);
  }

  private void search(int spans) throws Exception {
    empty();
    collected(spans);
    elastic.send("POST", "/jaeger-span-*/_refresh", new byte[0]);
    System.out.printf("%n| search of %,d spans | milliseconds |%n|---|---|%n", spans);
    long end = System.currentTimeMillis() * 1000;
    String window = "&start=" + (end - 3_600_000_000L) + "&end=" + end + "&limit=20";
    Map<String, String> queries = new java.util.LinkedHashMap<>();
    queries.put("a service", "/api/traces?service=bench" + window);
    queries.put("an operation", "/api/traces?service=bench&operation=GET%20/users/7" + window);
    queries.put("a tag", "/api/traces?service=bench&tags=%7B%22user.id%22%3A%2242%22%7D" + window);
    queries.put("a duration", "/api/traces?service=bench&minDuration=40ms" + window);
    for (Map.Entry<String, String> query : queries.entrySet()) {
      double[] times = new double[7];
      for (int i = 0; i < times.length; i++) {
        long begin = System.nanoTime();
        String answer = get(at("jaeger", 16686) + query.getValue());
        times[i] = (System.nanoTime() - begin) / 1e6;
        if (!answer.contains("spanID")) {
          throw new IOException("nothing was found: " + answer.substring(0, 100));
        }
      }
      Arrays.sort(times);
      System.out.printf(
          Locale.ROOT,
          "| %s | %.0f (%.0f to %.0f) |%n",
          query.getKey(),
          times[times.length / 2],
          times[0],
          times[times.length - 1]);
    }
  }

  /** A day of 240 series that are scraped every ten seconds, as Prometheus sends them. */
  private void metrics() throws Exception {
    empty();
    long begun = System.currentTimeMillis() / 1000 * 1000 - 86_400_000L - 3_600_000L;
    int series = 240;
    int steps = 8640;
    int each = 8;
    long begin = System.nanoTime();
    together(
        sender -> {
          for (int step = 0; step < steps; step += each) {
            Message all = new Message();
            for (int one = sender; one < series; one += SENDERS) {
              Message labels =
                  new Message()
                      .message(1, label("__name__", "http_requests_total"))
                      .message(1, label("instance", "api:4001"))
                      .message(1, label("job", "user_center-api"))
                      .message(1, label("path", "/users/" + one));
              for (int i = 0; i < each; i++) {
                long time = begun + (step + i) * 10_000L;
                double value = (step + i) * (one + 1) * 0.5;
                labels.message(
                    2,
                    new Message().fixed(1, Double.doubleToRawLongBits(value)).number(2, time));
              }
              all.message(1, labels);
            }
            post(STORE + "/api/v1/write", "application/x-protobuf", packed(all.out.toByteArray()));
          }
        });
    double taken = series * steps / ((System.nanoTime() - begin) / 1e9);
    read(begun, 1);
    double stored = series * steps / ((System.nanoTime() - begin) / 1e9);
    double[] reads = new double[7];
    for (int i = 0; i < reads.length; i++) {
      long asked = System.nanoTime();
      read(begun, 10);
      reads[i] = (System.nanoTime() - asked) / 1e6;
    }
    Arrays.sort(reads);
    elastic.send("POST", "/metrics-*/_forcemerge?max_num_segments=1", new byte[0]);
    long bytes = 0;
    String rows = new String(elastic.get("/_cat/indices/metrics-*?h=store.size&bytes=b").body(), StandardCharsets.UTF_8);
    for (String row : rows.strip().split("\\s+")) {
      bytes += Long.parseLong(row);
    }
    System.out.printf(
        Locale.ROOT,
        "%n| metrics store, %,d samples of %d series | |%n|---|---|%n| taken per second | %,.0f |%n"
            + "| stored per second | %,.0f |%n| a day of ten series, read back | %.0f ms (%.0f to %.0f) |%n"
            + "| on disk for a million samples | %.1f MB |%n| resident | %.0f MB |%n",
        series * steps,
        series,
        taken,
        stored,
        reads[reads.length / 2],
        reads[0],
        reads[reads.length - 1],
        bytes / 1e6 / (series * steps / 1e6),
        number(get(STORE + "/metrics"), "process_resident_memory_bytes") / 1e6);
  }

  private static final String STORE = "http://127.0.0.1:19201";

  /** A day of the first so many series. */
  private void read(long begun, int series) throws Exception {
    String pattern = series == 1 ? "/users/0" : "/users/[0-" + (series - 1) + "]";
    Message query =
        new Message()
            .number(1, begun)
            .number(2, begun + 86_400_000L)
            .message(3, new Message().text(2, "__name__").text(3, "http_requests_total"))
            .message(3, new Message().number(1, 2).text(2, "path").text(3, pattern));
    byte[] answer =
        post(STORE + "/api/v1/read", "application/x-protobuf", packed(new Message().message(1, query).out.toByteArray()));
    if (answer.length < series * 8640) {
      throw new IOException("only " + answer.length + " bytes came back");
    }
  }

  private static Message label(String name, String value) {
    return new Message().text(1, name).text(2, value);
  }

  private static byte[] packed(byte[] bytes) {
    var compressor = new io.airlift.compress.snappy.SnappyCompressor();
    byte[] packed = new byte[compressor.maxCompressedLength(bytes.length)];
    return Arrays.copyOf(packed, compressor.compress(bytes, 0, bytes.length, packed, 0, packed.length));
  }

  private static byte[] post(String url, String type, byte[] body) throws Exception {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", type);
    connection.setFixedLengthStreamingMode(body.length);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
    int status = connection.getResponseCode();
    try (var in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      byte[] answer = in == null ? new byte[0] : in.readAllBytes();
      if (status >= 300) {
        throw new IOException(status + " " + new String(answer, StandardCharsets.UTF_8));
      }
      return answer;
    }
  }

  private interface Sending {
    void by(int sender) throws Exception;
  }

  private static void together(Sending sending) throws Exception {
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      int sender = i;
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      sending.by(sender);
                    } catch (Exception failure) {
                      synchronized (failures) {
                        failures.add(failure);
                      }
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (!failures.isEmpty()) {
      throw new IOException(failures.getFirst());
    }
  }

  private void send(byte[] body) throws Exception {
    for (int attempt = 0; attempt < 600; attempt++) {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create(at("jaeger", 4318) + "/v1/traces").toURL().openConnection();
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/x-protobuf");
      connection.setFixedLengthStreamingMode(body.length);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(body);
      }
      int status = connection.getResponseCode();
      try (var in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
        in.readAllBytes();
      }
      if (status == 200) {
        return;
      }
      Thread.sleep(50);
    }
    throw new IOException("spans are refused");
  }

  private void await(String service, int port, String counter, double wanted) throws Exception {
    long end = System.nanoTime() + Duration.ofMinutes(10).toNanos();
    while (metric(service, port, counter) < wanted) {
      if (System.nanoTime() > end) {
        throw new IOException(counter + " does not reach " + wanted);
      }
      Thread.sleep(50);
    }
  }

  private double metric(String service, int port, String series) throws IOException {
    return number(get(at(service, port) + "/metrics"), series);
  }

  private static double number(String metrics, String series) {
    String name = series.replace(",}", "}");
    for (String line : metrics.split("\n", -1)) {
      if (line.replace(",}", "}").startsWith(name + " ")) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ')));
      }
    }
    return 0;
  }

  private static String get(String url) throws IOException {
    try (var in = URI.create(url).toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** OTLP's ExportTraceServiceRequest, field numbers of opentelemetry-proto 1. */
  private byte[] request() {
    Message spans = new Message();
    for (int i = 0; i < SPANS; i++) {
      int number = serial.incrementAndGet();
      long start = System.currentTimeMillis() * 1_000_000;
      byte[] id = ByteBuffer.allocate(8).putLong(number * 0x9E3779B97F4A7C15L | 1).array();
      byte[] trace = ByteBuffer.allocate(16).putLong(number / 10 + 1L).putLong(7).array();
      Message span =
          new Message()
              .bytes(1, trace)
              .bytes(2, id)
              .text(5, "GET /users/" + number % 20)
              .number(6, 2)
              .fixed(7, start)
              .fixed(8, start + number % 50 * 1_000_000L)
              .attribute(9, "http.request.method", "GET")
              .attribute(9, "url.path", "/users")
              .attribute(9, "user.id", String.valueOf(number % 1000))
              .attribute(9, "server.address", "127.0.0.1")
              .attribute(9, "network.protocol.version", "1.1");
      spans.message(2, span);
    }
    Message resource = new Message().attribute(1, "service.name", "bench");
    Message all = new Message().message(1, resource).message(2, spans);
    return new Message().message(1, all).out.toByteArray();
  }

  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Message number(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    private Message fixed(int field, long value) {
      varint((long) field << 3 | 1);
      out.writeBytes(
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
      return this;
    }

    private Message bytes(int field, byte[] value) {
      varint((long) field << 3 | 2);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    private Message text(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    private Message message(int field, Message value) {
      return bytes(field, value.out.toByteArray());
    }

    private Message attribute(int field, String key, String value) {
      return message(field, new Message().text(1, key).message(2, new Message().text(1, value)));
    }

    private void varint(long value) {
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        out.write((int) (rest & 0x7f | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }
  }
}
