package io.usercenter.platform.dashboard;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The part of Grafana's HTTP API that dashboards need; the platform's viewer has its reading half.
 */
public final class Grafana implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Site site;
  private final HttpClient http;

  /**
   * Where it is and who asks.
   *
   * @param address such as {@code http://127.0.0.1:3001}
   * @param user empty when the password is a token of a service account
   */
  public record Site(URI address, String user, String password) {

    public Site {
      if (address.getHost() == null || !String.valueOf(address.getScheme()).matches("https?")) {
        throw new UserError(
            ExitCode.USAGE,
            "'" + address + "' is no address of a Grafana",
            "--grafana",
            "it begins with http:// or https:// and names a host",
            "--grafana http://127.0.0.1:3001");
      }
    }

    String authorization() {
      return user.isEmpty()
          ? "Bearer " + password
          : "Basic "
              + Base64.getEncoder()
                  .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Without its password, which must not get into a log. */
    @Override
    public String toString() {
      return address.toString();
    }
  }

  /**
   * A dashboard as a server has it.
   *
   * @param folder title of its folder; empty for none
   * @param provisioned whether it comes from files of the server, which alone can change it
   */
  public record Remote(String uid, String folder, boolean provisioned, String json) {}

  public Grafana(Site site) {
    this.site = site;
    this.http = HttpClient.newBuilder().connectTimeout(LIMIT).build();
  }

  public Site site() {
    return site;
  }

  /** By uid; empty when there is none. */
  public Optional<Remote> find(String uid) throws InterruptedException {
    HttpResponse<String> answer = send("GET", "/api/dashboards/uid/" + encoded(uid), "");
    if (answer.statusCode() == 404) {
      return Optional.empty();
    }
    Value found = read(answer);
    String folder = found.at("meta", "folderTitle").text();
    return Optional.of(
        new Remote(
            uid,
            folder.equals("General") ? "" : folder,
            found.at("meta", "provisioned").truth(),
            found.at("dashboard").json()));
  }

  /** Uids of all dashboards. */
  public List<String> uids() throws InterruptedException {
    return read(send("GET", "/api/search?type=dash-db&limit=5000", "")).items().stream()
        .map(hit -> hit.at("uid").text())
        .toList();
  }

  /**
   * Creates or replaces a dashboard, with its folder.
   *
   * @throws UserError when the server refuses it
   */
  public void save(Dashboard dashboard) throws InterruptedException {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("dashboard", Exchange.portable(dashboard.json()));
    request.put("overwrite", true);
    request.put("message", "platform dashboards push");
    if (!dashboard.folder().isEmpty()) {
      request.put("folderUid", folder(dashboard.folder()));
    }
    read(send("POST", "/api/dashboards/db", new Value(request).json()));
  }

  private String folder(String title) throws InterruptedException {
    Optional<String> known =
        read(send("GET", "/api/folders?limit=1000", "")).items().stream()
            .filter(folder -> folder.at("title").text().equals(title))
            .map(folder -> folder.at("uid").text())
            .findFirst();
    return known.isPresent()
        ? known.get()
        : read(send("POST", "/api/folders", new Value(Map.of("title", title)).json()))
            .at("uid")
            .text();
  }

  /**
   * Begins a session, as the page for logging in does.
   *
   * @return the cookies that stand for it
   * @throws UserError when it is refused
   */
  public List<HttpCookie> login() throws InterruptedException {
    if (site.user().isEmpty()) {
      throw new UserError(
          ExitCode.USAGE,
          "a token cannot log in",
          "--user",
          "a browser shows pages to users only",
          "--user USER, with its password in the file");
    }
    String who = new Value(Map.of("user", site.user(), "password", site.password())).json();
    HttpResponse<String> answer = send("POST", "/login", who);
    read(answer);
    return answer.headers().allValues("Set-Cookie").stream()
        .flatMap(header -> HttpCookie.parse(header).stream())
        .toList();
  }

  /**
   * Runs one query as a panel does.
   *
   * @param query refId, datasource and what its source wants
   * @param from such as {@code now-5m}
   * @return the result for its refId
   */
  Value query(Map<String, Object> query, String from) throws InterruptedException {
    String body = new Value(Map.of("queries", List.of(query), "from", from, "to", "now")).json();
    HttpResponse<String> answer = send("POST", "/api/ds/query", body);
    Value result = parse(answer).at("results", String.valueOf(query.get("refId")));
    return result.raw() == null ? read(answer) : result;
  }

  private Value read(HttpResponse<String> answer) {
    int status = answer.statusCode();
    if (status / 100 == 2) {
      return parse(answer);
    }
    String said = parse(answer).at("message").text();
    String why = "it answered with status " + status + (said.isEmpty() ? "" : ": " + said);
    throw switch (status) {
      case 401, 403 ->
          new UserError(
              ExitCode.REFUSED,
              site + " refuses " + (site.user().isEmpty() ? "the token" : "'" + site.user() + "'"),
              answer.request().method() + " " + answer.uri().getPath(),
              why,
              "check --user and --password-file; saving needs the role Editor");
      default ->
          new UserError(
              ExitCode.FAILED,
              site + " did not do what was asked",
              answer.request().method() + " " + answer.uri().getPath(),
              why,
              "see the log of that server");
    };
  }

  private static Value parse(HttpResponse<String> answer) {
    try {
      return Value.parse(answer.body());
    } catch (IOException noJson) {
      return new Value(null);
    }
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(site.address().toString().replaceAll("/+$", "") + path))
            .timeout(LIMIT)
            .header("Authorization", site.authorization())
            .header("Content-Type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (HttpTimeoutException slow) {
      throw unreachable("it did not answer within " + LIMIT.toSeconds() + " s");
    } catch (ConnectException refused) {
      throw unreachable("nobody listens there");
    } catch (IOException failure) {
      throw unreachable(String.valueOf(failure.getMessage()));
    }
  }

  private UserError unreachable(String why) {
    return new UserError(
        ExitCode.UNREACHABLE,
        "Grafana cannot be reached",
        site.toString(),
        why,
        "platform status; or --grafana URL for another one");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
  }
}
