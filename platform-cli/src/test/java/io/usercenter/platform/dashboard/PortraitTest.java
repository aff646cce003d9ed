package io.usercenter.platform.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.usercenter.platform.dashboard.Portrait.Span;
import io.usercenter.platform.dashboard.Portrait.Subject;
import io.usercenter.platform.dashboard.Tab.Seen;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.wire.Deadline;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real browser in front of a server that logs in and marks its panels as Grafana does. */
class PortraitTest {

  private static final String PASSWORD = "a password of nobody else";
  private static final Subject SUBJECT =
      new Subject("board", new Span("now-1h", "now"), "light", 1000);

  // The third panel stands below what is in sight, and only comes when it is.
  private static final String BOARD =
      """
      <body style="margin:0"><script>
      const add = (title, text) => {
        const panel = document.createElement('section');
        panel.dataset.testid = 'data-testid Panel header ' + title;
        panel.style.cssText = 'height:700px;background:#0a0';
        panel.innerHTML = text;
        document.body.append(panel);
      };
      fetch('/data').then(() => {
        add('Good', '1 2 3');
        add('Bad', '<p role="alert">the source is gone</p>');
        new ResizeObserver(() => innerHeight > 1000 && document.body.children.length < 4
            && fetch('/data').then(() => add('Empty', 'No data'))).observe(document.documentElement);
      });
      </script></body>
      """;

  private static final String ENDLESS = "<body><script>fetch('/never')</script></body>";

  @TempDir Path directory;
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final ConcurrentLinkedQueue<HttpExchange> open = new ConcurrentLinkedQueue<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  private HttpServer server;
  private URI address;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void drawsThePageToItsEndWithWhatItsPanelsShow() throws Exception {
    Path file = directory.resolve("board.png");
    Portrait portrait;

    try (Chromium chromium = chromium();
        Grafana grafana = grafana(PASSWORD)) {
      portrait = Portrait.of(grafana, SUBJECT, chromium);
    }

    portrait.picture().write(file);
    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(image.getWidth()).isEqualTo(1000);
    assertThat(image.getHeight()).isBetween(2100, 2140);
    assertThat(new Color(image.getRGB(500, 2050))).isEqualTo(new Color(0, 0xaa, 0));
    assertThat(portrait.panels())
        .containsExactly(
            new Seen("Good", "", false),
            new Seen("Bad", "the source is gone", false),
            new Seen("Empty", "", true));
    assertThat(requests).contains("GET /d/board?kiosk&theme=light&from=now-1h&to=now");
  }

  @Test
  void showsThePasswordToTheServerOnlyAndLeavesNothing() throws Exception {
    List<String> commands;
    Path profile;

    try (Chromium chromium = chromium();
        Grafana grafana = grafana(PASSWORD)) {
      Portrait.of(grafana, SUBJECT, chromium);
      commands = browsers();
      profile = profile(commands);
      assertThat(profile).isDirectory();
    }

    assertThat(commands).isNotEmpty().noneMatch(command -> command.contains(PASSWORD));
    assertThat(requests).noneMatch(request -> request.contains("password"));
    assertThat(browsers()).isEmpty();
    assertThat(profile).doesNotExist();
  }

  @Test
  void saysWhatItWaitedFor() throws Exception {
    try (Chromium chromium = chromium()) {
      Deadline deadline = Deadline.after(Duration.ofSeconds(5));
      Tab tab = chromium.open(800, deadline);

      assertThatThrownBy(() -> tab.go(address.resolve("/endless"), deadline))
          .isInstanceOfSatisfying(
              UserError.class,
              error ->
                  assertThat(error.render())
                      .contains("not complete within 5 s", "/endless")
                      .contains("0 panels are drawn, 1 requests are under way"));
    }
  }

  @Test
  void endsTheBrowserWhenItIsInterrupted() throws Exception {
    AtomicReference<Path> profile = new AtomicReference<>(directory);
    AtomicReference<Object> end = new AtomicReference<>("none");
    Assumptions.assumeTrue(found());
    Thread worker =
        Thread.ofVirtual()
            .start(() -> {
              try (Chromium chromium = chromium()) {
                Deadline deadline = Deadline.after(Duration.ofSeconds(60));
                Tab tab = chromium.open(800, deadline);
                profile.set(profile(browsers()));
                tab.go(address.resolve("/endless"), deadline);
              } catch (InterruptedException expected) {
                end.set(expected);
              }
            });
    assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();

    worker.interrupt();

    assertThat(worker.join(Duration.ofSeconds(20))).isTrue();
    assertThat(end.get()).isInstanceOf(InterruptedException.class);
    assertThat(browsers()).isEmpty();
    assertThat(profile.get()).isNotEqualTo(directory).doesNotExist();
  }

  @Test
  void saysThatTheLoginIsRefused() {
    try (Grafana grafana = grafana("wrong")) {
      assertThatThrownBy(grafana::login)
          .isInstanceOfSatisfying(
              UserError.class,
              error -> assertThat(error.render()).contains("refuses 'admin'", "--password-file"));
    }
  }

  @Test
  void saysHowToGetABrowser() {
    assertThatThrownBy(() -> Chromium.start(directory.toString()))
        .isInstanceOfSatisfying(
            UserError.class,
            error -> assertThat(error.render()).contains("fix: apt-get install chromium"));
  }

  private static boolean found() {
    boolean found = Chromium.find(System.getenv("PATH")).isPresent();
    if (!found) {
      System.err.println("SKIPPED PortraitTest: there is no Chromium on this machine");
    }
    return found;
  }

  private static Chromium chromium() {
    Assumptions.assumeTrue(found());
    return Chromium.start(System.getenv("PATH"));
  }

  private Grafana grafana(String password) {
    return new Grafana(new Grafana.Site(address, "admin", password));
  }

  private static List<String> browsers() {
    return ProcessHandle.current()
        .descendants()
        .flatMap(process -> process.info().commandLine().stream())
        .filter(command -> command.contains("platform-browser-"))
        .toList();
  }

  private static Path profile(List<String> commands) {
    return commands.stream()
        .flatMap(command -> List.of(command.split(" ")).stream())
        .filter(word -> word.startsWith("--user-data-dir="))
        .map(word -> Path.of(word.substring(word.indexOf('=') + 1)))
        .findFirst()
        .orElseThrow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().getPath();
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    boolean known =
        String.valueOf(exchange.getRequestHeaders().getFirst("Cookie")).contains("session=one");
    switch (path) {
      case "/login" -> {
        boolean right = body.contains("\"" + PASSWORD + "\"");
        if (right) {
          exchange.getResponseHeaders().add("Set-Cookie", "session=one; Path=/; HttpOnly");
          exchange.getResponseHeaders().add("Set-Cookie", "expiry=12; Path=/");
        }
        send(exchange, right ? 200 : 401, "{\"message\": \"so it is\"}");
      }
      case "/d/board" -> send(exchange, 200, known ? BOARD : "log in first");
      case "/endless" -> send(exchange, 200, ENDLESS);
      case "/never" -> {
        open.add(exchange);
        asked.countDown();
      }
      default -> send(exchange, 200, "{}");
    }
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
