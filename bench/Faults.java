import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * Which alert each fault of a running native stack sets off, how soon it is delivered and how soon it
 * is taken back; or that a healthy stack under load sets off none. Started by bench/faults.
 */
final class Faults {

  private static final Duration LIMIT = Duration.ofSeconds(180);
  private static final int REQUESTS_PER_SECOND = 100;

  /** A server that is killed, and the alert it is expected to set off. */
  record Fault(String service, String alert, Map<String, String> labels, int pendingSeconds) {}

  /** One alert as it was posted to us. */
  record Heard(long nanos, boolean firing, Map<String, Object> labels) {

    String name() {
      return String.valueOf(labels.get("alertname"));
    }
  }

  private static final List<Fault> FAULTS =
      List.of(
          new Fault("postgres", "PostgresDown", Map.of("job", "pgsql", "ins", "pg-user-1"), 15),
          new Fault("redis", "RedisDown", Map.of("job", "redis", "ins", "redis-user-1"), 15),
          new Fault("elasticsearch", "ElasticsearchDown", Map.of("job", "elasticsearch"), 30),
          new Fault("api", "UserCenterDown", Map.of("job", "user_center-api"), 15),
          new Fault("pg-exporter", "TargetDown", Map.of("job", "pgsql"), 30),
          new Fault("redis-exporter", "TargetDown", Map.of("job", "redis"), 30),
          new Fault("elasticsearch-exporter", "TargetDown", Map.of("job", "elasticsearch"), 30),
          new Fault("node-exporter", "TargetDown", Map.of("job", "node"), 30),
          new Fault("grafana", "TargetDown", Map.of("job", "grafana"), 30),
          new Fault("jaeger", "TargetDown", Map.of("job", "jaeger"), 30),
          new Fault("log-shipper", "TargetDown", Map.of("job", "log-shipper"), 30),
          // Last: that everything failed is known for five minutes more.
          new Fault("rpc", "UserCenterDown", Map.of("job", "user_center-rpc"), 15));

  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> platform;
  private final Path work;

  private Faults(List<String> platform, Path work) {
    this.platform = platform;
    this.work = work;
  }

  public static void main(String[] arguments) throws Exception {
    Path work = Path.of(arguments[0]);
    int soakMinutes = Integer.parseInt(arguments[1]);
    List<String> platform = List.of(arguments).subList(2, arguments.length);
    try {
      new Faults(platform, work).run(soakMinutes);
      System.exit(0);
    } catch (Exception failure) {
      // The server that listens for alerts would keep this process alive.
      failure.printStackTrace();
      System.exit(1);
    }
  }

  private void run(int soakMinutes) throws Exception {
    HttpServer sink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    sink.createContext("/", exchange -> {
      hear(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    sink.start();
    Files.writeString(
        work.resolve("webhook-url"), "http://127.0.0.1:" + sink.getAddress().getPort() + "/");
    platform("up");
    until("the Watchdog", () -> firing("Watchdog", Map.of()));
    Thread load = Thread.startVirtualThread(this::load);
    if (soakMinutes > 0) {
      soak(Duration.ofMinutes(soakMinutes));
    } else {
      faults();
    }
    load.interrupt();
    sink.stop(0);
  }

  private void soak(Duration time) throws Exception {
    Thread.sleep(time);
    TreeSet<String> alerts = new TreeSet<>();
    heard.forEach(alert -> alerts.add(alert.name()));
    System.out.printf(
        "%d minutes at %d requests a second: alerts delivered: %s; known to Prometheus at the end: %s%n",
        time.toMinutes(), REQUESTS_PER_SECOND, alerts, active());
  }

  private void faults() throws Exception {
    System.out.println(
        "| killed | alert | delivered after | `for` | above `for` | resolved after repair | also delivered |");
    System.out.println("|---|---|---|---|---|---|---|");
    for (Fault fault : FAULTS) {
      until("nothing but the Watchdog", this::calm);
      int before = heard.size();
      long killed = kill(fault.service());
      long delivered = until(fault.alert(), () -> since(before, fault, true)) - killed;
      long repaired = System.nanoTime();
      platform("up");
      long resolved = until(fault.alert() + " to resolve", () -> since(before, fault, false)) - repaired;
      System.out.printf(
          "| %s | %s%s | %.1f s | %d s | %.1f s | %.1f s | %s |%n",
          fault.service(),
          fault.alert(),
          fault.labels(),
          delivered / 1e9,
          fault.pendingSeconds(),
          delivered / 1e9 - fault.pendingSeconds(),
          resolved / 1e9,
          others(before, fault));
    }
  }

  /** Errors and slow answers of the last fault are known for minutes, and are no fault of the next. */
  private boolean calm() throws Exception {
    return active().stream().allMatch(name -> name.matches("Watchdog|UserCenter(ErrorBudget.*|Slow)"));
  }

  private boolean since(int before, Fault fault, boolean firing) {
    return heard.subList(before, heard.size()).stream()
        .anyMatch(alert -> alert.firing() == firing && matches(alert, fault.alert(), fault.labels()));
  }

  private List<String> others(int before, Fault fault) {
    return heard.subList(before, heard.size()).stream()
        .filter(alert -> alert.firing() && !alert.name().equals("Watchdog"))
        .filter(alert -> !matches(alert, fault.alert(), fault.labels()))
        .map(alert -> alert.name() + "{job=" + alert.labels().get("job") + "}")
        .distinct()
        .sorted()
        .toList();
  }

  private boolean firing(String name, Map<String, String> labels) {
    return heard.stream().anyMatch(alert -> alert.firing() && matches(alert, name, labels));
  }

  private static boolean matches(Heard alert, String name, Map<String, String> labels) {
    return alert.name().equals(name) && alert.labels().entrySet().containsAll(labels.entrySet());
  }

  private void hear(String body) throws IOException {
    long now = System.nanoTime();
    for (Object alert : (List<?>) JSON.std.mapFrom(body).get("alerts")) {
      Map<?, ?> members = (Map<?, ?>) alert;
      Map<String, Object> labels = new TreeMap<>();
      ((Map<?, ?>) members.get("labels")).forEach((name, value) -> labels.put(name.toString(), value));
      heard.add(new Heard(now, "firing".equals(members.get("status")), labels));
    }
  }

  /** Alerts that are pending or firing. */
  private List<String> active() throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port("prometheus", 9090) + "/api/v1/alerts");
    String body = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    List<String> names = new ArrayList<>();
    Map<?, ?> data = (Map<?, ?>) JSON.std.mapFrom(body).get("data");
    for (Object alert : (List<?>) data.get("alerts")) {
      names.add(String.valueOf(((Map<?, ?>) ((Map<?, ?>) alert).get("labels")).get("alertname")));
    }
    return names.stream().distinct().sorted().toList();
  }

  /** Kills the supervisor first, so that nobody starts the server again until the next command. */
  private long kill(String service) throws Exception {
    Map<?, ?> state = service(service);
    String data = String.valueOf(JSON.std.mapFrom(platform("status", "--json")).get("dataDirectory"));
    for (long supervisor : supervisors(data)) {
      end(supervisor);
    }
    end(((Number) state.get("pid")).longValue());
    return System.nanoTime();
  }

  private static void end(long pid) {
    ProcessHandle.of(pid).ifPresent(process -> {
      process.destroyForcibly();
      process.onExit().join();
    });
  }

  private static List<Long> supervisors(String data) throws IOException {
    List<Long> found = new ArrayList<>();
    try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
      for (Path entry : entries.filter(path -> path.getFileName().toString().matches("\\d+")).toList()) {
        try {
          String command = Files.readString(entry.resolve("cmdline"), StandardCharsets.ISO_8859_1);
          if (command.contains("platform.supervisor.Main") && command.contains(data + "/")) {
            found.add(Long.parseLong(entry.getFileName().toString()));
          }
        } catch (IOException _) {
          // It ended while we looked.
        }
      }
    }
    return found;
  }

  private Map<?, ?> service(String name) throws Exception {
    for (Object service : (List<?>) JSON.std.mapFrom(platform("status", "--json")).get("services")) {
      if (((Map<?, ?>) service).get("name").equals(name)) {
        return (Map<?, ?>) service;
      }
    }
    throw new IllegalStateException("no service " + name);
  }

  private final Map<String, Integer> ports = new TreeMap<>();

  /** Asked for once: a look at the stack would start a supervisor that was killed on purpose. */
  private int port(String service, int inside) throws Exception {
    if (!ports.containsKey(service)) {
      for (Object endpoint : (List<?>) service(service).get("endpoints")) {
        if (((Number) ((Map<?, ?>) endpoint).get("containerPort")).intValue() == inside) {
          ports.put(service, ((Number) ((Map<?, ?>) endpoint).get("port")).intValue());
        }
      }
    }
    return ports.get(service);
  }

  /** Reads of users that are there, two of a hundred of users that are not: those miss the cache once. */
  private void load() {
    try {
      String users = "http://127.0.0.1:" + port("api", 8888) + "/v1/user-center/user?id=";
      while (true) {
        int id = ThreadLocalRandom.current().nextInt(100);
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(users + (id < 2 ? 1000 + System.nanoTime() % 100000 : 1)))
                .timeout(Duration.ofSeconds(3))
                .build();
        var unused = client.sendAsync(request, BodyHandlers.discarding());
        Thread.sleep(1000 / REQUESTS_PER_SECOND);
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static long until(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("waited " + LIMIT.toSeconds() + " s for " + what);
      }
      Thread.sleep(50);
    }
    return System.nanoTime();
  }

  private String platform(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(platform.getFirst()));
    command.addAll(List.of(arguments));
    command.addAll(platform.subList(1, platform.size()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(work.resolve("err").toFile());
    builder.environment().put("ALERT_WEBHOOK_URL_FILE", work.resolve("webhook-url").toString());
    Process process = builder.start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0 && !arguments[0].equals("status")) {
      throw new IllegalStateException(command + ": " + Files.readString(work.resolve("err")));
    }
    return answer;
  }
}
