package io.usercenter.platform.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What {@code dev} does, whatever the stack runs as. */
final class Development {

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String UNKNOWN_PAGE = "404 page not found";

  private final Program platform;
  private final CheckoutCopy checkout;
  private final int port;
  private String answer = UNKNOWN_PAGE;
  private int changes;

  /**
   * @param port where the gateway answers
   */
  Development(Program platform, CheckoutCopy checkout, int port) {
    this.platform = platform;
    this.checkout = checkout;
    this.port = port;
  }

  /** Starts {@code dev} and returns when it watches. */
  Run begin(String... services) throws Exception {
    List<String> command = new ArrayList<>(List.of("dev", "--json"));
    command.addAll(services.length == 0 ? List.of("api") : List.of(services));
    Run run = platform.start(command.toArray(String[]::new));
    long watched = command.stream().filter(word -> !word.startsWith("-")).count() - 1;
    Poll.until(
        LIMIT,
        () -> Files.readString(run.out()) + run.progress(),
        said -> said.split("\"watching\"", -1).length > watched || !run.process().isAlive());
    assertThat(events(run)).as(run.progress()).contains("ready", "watching");
    return run;
  }

  static List<String> events(Run run) throws IOException {
    return Files.readAllLines(run.out()).stream()
        .map(Json::parse)
        .map(it -> it.text("event"))
        .toList();
  }

  private static Json last(Run run, String event) throws IOException {
    return Files.readAllLines(run.out()).stream()
        .map(Json::parse)
        .filter(it -> it.text("event").equals(event))
        .reduce((_, later) -> later)
        .orElseThrow(() -> new AssertionError("no event '" + event + "'"));
  }

  /** Changes the gateway and waits for it to answer so. */
  void change() throws Exception {
    changes++;
    String next = "no such page, change " + changes;
    checkout.edit("Gateway", answer, next);
    answer = next;
    assertAnswers();
  }

  void assertAnswers() throws Exception {
    Poll.until(LIMIT, this::ask, said -> said.contains(answer));
  }

  void assertAnswersAsBuilt() throws Exception {
    Poll.until(LIMIT, this::ask, said -> said.contains(UNKNOWN_PAGE));
  }

  private String ask() throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + port + "/nosuch").toURL().openConnection();
    connection.setConnectTimeout(1000);
    connection.setReadTimeout(5000);
    try {
      if (connection.getResponseCode() < 400) {
        return "a page";
      }
      try (InputStream body = connection.getErrorStream()) {
        return body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException refused) {
      return String.valueOf(refused.getMessage());
    } finally {
      connection.disconnect();
    }
  }

  /** A mistake is shown with its place, and what runs goes on; then it is mended. */
  void makeAMistakeAndMendIt(Run run) throws Exception {
    checkout.edit("Gateway", "HttpFailure.of(404,", "HttpFailure.nothing(404,");
    Poll.until(LIMIT, () -> events(run), seen -> seen.contains("rejected"));

    Json mistake = last(run, "rejected").objects("mistakes").getFirst();
    assertThat(mistake.text("file")).isEqualTo(checkout.source("Gateway").toString());
    assertThat(mistake.text("message")).contains("cannot find symbol");
    assertThat(mistake.text("source")).contains("HttpFailure.nothing(404,");
    assertThat(mistake.number("line")).isPositive();
    assertAnswers();

    checkout.edit("Gateway", "HttpFailure.nothing(404,", "HttpFailure.of(404,");
    change();
  }

  /** What crashes at its start is told with its last words, and runs again once it is mended. */
  void makeACrashAndMendIt(Run run) throws Exception {
    checkout.edit("Gateway", "= 500_000_000;", "= Long.parseLong(\"no number\");");
    Poll.until(LIMIT, () -> events(run), seen -> seen.contains("failed"));

    assertThat(last(run, "failed").objects("problems").getFirst().text("why"))
        .contains("no number");

    checkout.edit("Gateway", "= Long.parseLong(\"no number\");", "= 500_000_000;");
    change();
  }

  /** Says the first words of JDWP where {@code dev} says a debugger is let in. */
  static void assertADebuggerIsLetIn(Run run) throws Exception {
    String[] place = last(run, "watching").text("debugger").split(":", 2);
    assertThat(place[0]).isEqualTo("127.0.0.1");
    try (Socket socket = new Socket(place[0], Integer.parseInt(place[1]))) {
      socket.setSoTimeout((int) LIMIT.toMillis());
      byte[] hello = "JDWP-Handshake".getBytes(StandardCharsets.US_ASCII);
      socket.getOutputStream().write(hello);

      assertThat(socket.getInputStream().readNBytes(hello.length)).isEqualTo(hello);
    }
  }

  /** Ctrl-C: the service is as it was before. */
  void cancel(Run run) throws Exception {
    end(run);

    assertAnswersAsBuilt();
    assertThat(platform.run("plan", "api").status()).isZero();
  }

  /** Ctrl-C with {@code --keep}: the service stays as it is, until the next {@code up}. */
  void cancelKeeping(Run run) throws Exception {
    end(run);

    assertAnswers();
    assertThat(platform.run("plan", "api").status()).isEqualTo(2);
    assertThat(platform.run("up", "api").status()).isZero();
    assertAnswersAsBuilt();
  }

  private static void end(Run run) throws Exception {
    Processes.signal("INT", run.process().pid());

    Run.End end = run.await();

    assertThat(end.status()).as("%s", end).isEqualTo(130);
    assertThat(events(run)).endsWith("ended");
  }

  /** SIGKILL: the next {@code up} finds out by itself, and says why. */
  void kill(Run run) throws Exception {
    run.kill();
    assertAnswers();

    Run.End plan = platform.run("plan", "api");
    assertThat(plan.status()).as("%s", plan).isEqualTo(2);
    assertThat(plan.out()).contains("config changed: ");
    assertThat(platform.run("up", "api").status()).isZero();
    assertAnswersAsBuilt();
  }
}
