package io.usercenter.viewer.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.usercenter.viewer.access.Account;
import io.usercenter.viewer.provision.DataSource;
import io.usercenter.viewer.provision.Library;
import io.usercenter.viewer.provision.Variables;
import io.usercenter.viewer.source.Sources;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerTest {

  private static final Path DASHBOARDS = Path.of("src/test/resources/dashboards").toAbsolutePath();
  private static final String RANGE =
      "/api/datasources/proxy/uid/prometheus/api/v1/query_range?query=up&start=1&end=2&step=1";

  @TempDir private Path directory;
  private final HttpClient client = HttpClient.newHttpClient();
  private FakeSource prometheus;
  private Server server;

  @BeforeEach
  void start() throws IOException {
    prometheus = new FakeSource();
    Path provisioning = directory.resolve("provisioning");
    Files.createDirectories(provisioning.resolve("dashboards"));
    Files.createDirectories(provisioning.resolve("datasources"));
    Files.writeString(
        provisioning.resolve("dashboards/all.yml"),
        "providers: [{options: {path: $DASHBOARDS, foldersFromFilesStructure: true}}]");
    Files.writeString(
        provisioning.resolve("datasources/all.yml"),
        """
        datasources:
          - {name: Prometheus, uid: prometheus, type: prometheus, url: $PROMETHEUS, isDefault: true}
          - {name: Logs, uid: logs, type: elasticsearch, url: $PROMETHEUS, jsonData: {index: "logs-*"}}
          - {name: Closed, uid: closed, type: prometheus, url: "http://127.0.0.1:${CLOSED}"}
        """);
    Variables variables =
        new Variables(
            Map.of(
                "DASHBOARDS", DASHBOARDS.toString(),
                "PROMETHEUS", prometheus.url(),
                "CLOSED", String.valueOf(freePort())));
    Files.writeString(directory.resolve("Watchdog.md"), "# Watchdog");
    Server.Site site =
        new Server.Site(
            new Account("admin", "s3cret"),
            Library.of(provisioning, variables),
            new Sources(DataSource.read(provisioning, variables).sources(), Duration.ofSeconds(1)),
            Optional.of(DASHBOARDS.resolve("everything.json")),
            Optional.of(directory),
            "test");
    server = Server.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), site);
  }

  @AfterEach
  void stop() {
    server.close();
    prometheus.close();
    client.close();
  }

  @Test
  void tellsEverybodyThatItIsWellAndWhatItIs() throws Exception {
    Map<String, Object> health = JSON.std.mapFrom(get("/api/health", "").body());

    assertThat(health).containsEntry("product", "platform viewer").containsEntry("database", "ok");
    assertThat(get("/metrics", "").body())
        .contains("platform_viewer_dashboards 5")
        .contains("platform_viewer_broken_files 3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/search",
        "/api/user",
        "/api/datasources",
        "/api/dashboards/uid/everything",
        "/api/datasources/proxy/uid/prometheus/api/v1/query",
        "/api/viewer/problems",
        "/anything"
      })
  void asksForThePasswordFirst(String path) throws Exception {
    assertThat(get(path, "").statusCode()).isEqualTo(401);
    assertThat(get(path, basic("admin", "wrong")).statusCode()).isEqualTo(401);
  }

  @Test
  void logsInWithACookieThatScriptsCannotReadAndOutAgain() throws Exception {
    HttpResponse<String> login = login("admin", "s3cret");
    String cookie = login.headers().firstValue("Set-Cookie").orElseThrow();
    String session = cookie.substring(0, cookie.indexOf(';'));

    assertThat(login.statusCode()).isEqualTo(200);
    assertThat(cookie).contains("HttpOnly").contains("SameSite=Lax").contains("Max-Age=43200");
    assertThat(withCookie("/api/user", session).statusCode()).isEqualTo(200);

    send(request("/logout").header("Cookie", session).POST(BodyPublishers.noBody()));
    assertThat(withCookie("/api/user", session).statusCode()).isEqualTo(401);
  }

  @Test
  void makesAStormOfWrongPasswordsWait() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(login("admin", "guess" + i).statusCode()).isEqualTo(401);
    }

    HttpResponse<String> right = login("admin", "s3cret");

    assertThat(right.statusCode()).isEqualTo(429);
    assertThat(right.headers().firstValue("Retry-After")).isPresent();
    assertThat(get("/api/user", basic("admin", "s3cret")).statusCode()).isEqualTo(429);
  }

  @Test
  void refusesWhatAnotherSiteSends() throws Exception {
    HttpResponse<String> answer =
        send(
            request("/login")
                .header("Sec-Fetch-Site", "cross-site")
                .POST(BodyPublishers.ofString("{}")));

    assertThat(answer.statusCode()).isEqualTo(403);
  }

  @Test
  void letsTheBrowserRunOnlyItsOwnScripts() throws Exception {
    HttpResponse<String> page = get("/d/everything/x", "");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<script type=\"module\" src=\"/assets/main-");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'")
        .contains("script-src 'self';")
        .contains("frame-ancestors 'none'");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/assets/none.js",
        "/assets/../index.html",
        "/public/..%2f..%2fpom.xml",
        "/public/.hidden.js",
        "/assets//etc/passwd.txt"
      })
  void hasNoOtherFiles(String path) throws Exception {
    assertThat(get(path, "").statusCode()).isIn(401, 404);
  }

  @Test
  void listsDashboardsInTheShapeOfGrafana() throws Exception {
    List<Object> all = JSON.std.listFrom(asked("/api/search?type=dash-db").body());
    List<Object> some = JSON.std.listFrom(asked("/api/search?query=hostile").body());
    List<Object> tagged = JSON.std.listFrom(asked("/api/search?tag=sample").body());

    assertThat(all).hasSize(5);
    assertThat(some)
        .singleElement()
        .extracting("uid", "type", "folderTitle")
        .isEqualTo(List.of("hostile", "dash-db", "samples"));
    assertThat(tagged).hasSize(3);
  }

  @Test
  void givesADashboardAsItsFileHasIt() throws Exception {
    HttpResponse<String> answer = asked("/api/dashboards/uid/everything");
    Map<String, Object> tree = JSON.std.mapFrom(answer.body());

    assertThat(tree.get("dashboard"))
        .isEqualTo(JSON.std.mapFrom(Files.readString(DASHBOARDS.resolve("everything.json"))));
    assertThat(tree)
        .extracting("meta")
        .extracting("provisioned", "canEdit")
        .containsExactly(true, false);
    assertThat(asked("/api/dashboards/uid/nothing").statusCode()).isEqualTo(404);
    assertThat(asked("/api/dashboards/home").body()).contains("/d/everything/");
  }

  @Test
  void saysWhichFilesAreBroken() throws Exception {
    assertThat(asked("/api/viewer/problems").body()).contains("broken.json").contains("\"line\":5");
  }

  @Test
  void showsRunbooksAndNoOtherFile() throws Exception {
    assertThat(asked("/api/viewer/runbooks/Watchdog").body()).contains("# Watchdog");
    assertThat(asked("/api/viewer/runbooks/Other").statusCode()).isEqualTo(404);
    assertThat(asked("/api/viewer/runbooks/..%2fprovisioning").statusCode()).isEqualTo(404);
  }

  @Test
  void passesAQueryOnWithoutTheHeadersOfTheBrowser() throws Exception {
    HttpResponse<String> answer = asked(RANGE);

    assertThat(answer.body()).isEqualTo(prometheus.answer);
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(prometheus.headers).doesNotContainKeys("Authorization", "Cookie");
  }

  @Test
  void passesACompressedAnswerOnToThoseWhoTakeIt() throws Exception {
    prometheus.gzip = true;

    HttpResponse<String> plain = asked(RANGE);
    HttpResponse<String> packed =
        send(
            request(RANGE)
                .header("Accept-Encoding", "gzip")
                .header("Authorization", basic("admin", "s3cret")));

    assertThat(plain.body()).isEqualTo(prometheus.answer);
    assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
  }

  @Test
  void refusesWhatIsNotOnTheListWithoutAskingAnybody() throws Exception {
    HttpResponse<String> answer =
        asked("/api/datasources/proxy/uid/prometheus/api/v1/status/config");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(prometheus.bodies).isEmpty();
    assertThat(asked("/api/datasources/proxy/uid/other/api/v1/query").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void refusesTooManySeriesWithAHint(boolean gzip) throws Exception {
    prometheus.gzip = gzip;
    prometheus.answer = series(100_000);

    HttpResponse<String> answer = asked(RANGE);

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("more than 5000 series").contains("topk(20");
  }

  @Test
  void givesUpOnASlowDataSource() throws Exception {
    prometheus.hangs = true;

    HttpResponse<String> answer = asked(RANGE);

    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(answer.body()).contains("Prometheus did not answer within 1 s");
  }

  @Test
  void saysWhichDataSourceCannotBeReached() throws Exception {
    HttpResponse<String> answer = asked(RANGE.replace("uid/prometheus", "uid/closed"));

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("Closed cannot be reached at http://127.0.0.1:");
    assertThat(asked("/api/datasources/uid/closed/health").statusCode()).isEqualTo(400);
    assertThat(asked("/api/datasources/uid/prometheus/health").statusCode()).isEqualTo(200);
  }

  @Test
  void answersQueriesWithFramesOfGrafana() throws Exception {
    prometheus.answer =
        """
        {"status":"success","data":{"resultType":"matrix","result":[
          {"metric":{"__name__":"up","job":"a"},"values":[[60,"1"],[120,"NaN"]]}]}}
        """;

    HttpResponse<String> answer =
        query(
            """
            {"from":"0","to":"600000","queries":[{"refId":"A","expr":"rate(up[$__rate_interval])",
              "datasource":{"uid":"prometheus"},"intervalMs":60000,"maxDataPoints":100}]}
            """);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"refId\":\"A\"")
        .contains("\"job\":\"a\"")
        .contains("[[60000,120000],[1.0,null]]");
    assertThat(prometheus.bodies.get("/api/v1/query_range"))
        .contains("rate%28up%5B75000ms%5D%29")
        .contains("step=60.0");
  }

  @Test
  void answersQueriesForLogs() throws Exception {
    prometheus.answer =
        """
        {"hits":{"hits":[{"_source":{"@timestamp":"1970-01-01T00:01:00Z","message":"hello"}}]}}
        """;

    HttpResponse<String> answer =
        query(
            """
            {"from":"0","to":"600000","queries":[{"refId":"A","query":"level:info",
              "datasource":{"uid":"logs"},"metrics":[{"type":"logs","settings":{"limit":"5"}}]}]}
            """);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("[[60000],[\"hello\"]]");
    assertThat(prometheus.bodies.get("/logs-*/_search"))
        .contains("\"size\":5")
        .contains("\"query\":\"level:info\"");
  }

  @Test
  void saysForEachQueryWhyItFailed() throws Exception {
    HttpResponse<String> answer =
        query(
            """
            {"queries":[{"refId":"A","expr":"up","datasource":{"uid":"closed"}},
              {"refId":"B","expr":"up","datasource":{"uid":"none","type":"loki"}}]}
            """);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("Closed cannot be reached").contains("no data source");
    assertThat(query("{\"from\": \"yesterday\"}").statusCode()).isEqualTo(400);
  }

  private static String series(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"metric\":{\"id\":\"" + i + "\"},\"values\":[[1,\"1\"]]}")
        .collect(
            Collectors.joining(
                ",",
                "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[",
                "]}}"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private HttpResponse<String> query(String body) throws Exception {
    return send(
        request("/api/ds/query")
            .header("Authorization", basic("admin", "s3cret"))
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> login(String user, String password) throws Exception {
    String body = JSON.std.asString(Map.of("user", user, "password", password));
    return send(request("/login").POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> asked(String path) throws Exception {
    return get(path, basic("admin", "s3cret"));
  }

  private HttpResponse<String> withCookie(String path, String cookie) throws Exception {
    return send(request(path).header("Cookie", cookie));
  }

  private HttpResponse<String> get(String path, String authorization) throws Exception {
    HttpRequest.Builder request = request(path);
    return send(authorization.isEmpty() ? request : request.header("Authorization", authorization));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .timeout(Duration.ofSeconds(20));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String basic(String user, String password) {
    byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(credentials);
  }
}
