package io.usercenter.platform.dashboard;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.wire.Deadline;
import java.io.IOException;
import java.net.HttpCookie;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A page in a browser that shows a dashboard of Grafana or of the platform's viewer. */
public final class Tab {

  /** Without a request for so long, a page has what it wanted. */
  private static final Duration QUIET = Duration.ofMillis(600);

  private static final Duration PAUSE = Duration.ofMillis(50);

  // Panels further down are only loaded when they are in sight, and what is in sight may grow.
  private static final int ROUNDS = 3;
  private static final int FIRST_HEIGHT = 900;

  /** Chromium draws no higher picture (Skia's greatest texture). */
  private static final int GREATEST_HEIGHT = 16_384;

  // Both servers draw panels with the same published library, which marks them so.
  private static final String PANELS =
      "[...document.querySelectorAll('[data-testid^=\"data-testid Panel header\"]')]";

  // The viewer says so of each panel; one that is out of sight has not begun.
  private static final String BUSY =
      "[...document.querySelectorAll('.panel[data-state=loading]')]"
          + ".some(it => it.getBoundingClientRect().top < innerHeight)";

  private static final String LOADED =
      "document.readyState === 'complete' && !" + BUSY + " ? " + PANELS + ".length : 0";

  private static final String HEIGHT =
      "Math.ceil(Math.max(document.documentElement.scrollHeight > innerHeight"
          + " ? document.documentElement.scrollHeight : 0,"
          + " ...[...document.querySelectorAll('.react-grid-item, .panel'), ..."
          + PANELS
          + "].map(it => it.getBoundingClientRect().bottom + scrollY + 8)))";

  private static final String SEEN =
      PANELS
          + ".map(it => ({"
          + "title: it.dataset.testid.slice('data-testid Panel header '.length),"
          + "error: it.querySelector('[role=alert]')?.textContent"
          + " ?? (it.querySelector('[data-testid=\"data-testid Panel status error\"]')"
          + " ? 'a sign in its corner, which has the reason' : ''),"
          + "empty: !!it.closest('[data-empty]') || it.textContent.endsWith('No data')}))";

  private final DevTools tools;
  private final Traffic traffic;
  private final String session;
  private final int width;
  private int height = FIRST_HEIGHT;

  private Tab(DevTools tools, Traffic traffic, String session, int width) {
    this.tools = tools;
    this.traffic = traffic;
    this.session = session;
    this.width = width;
  }

  /**
   * A panel as it is drawn.
   *
   * @param error what it shows instead of data; may be empty
   * @param empty whether it got an answer without data
   */
  public record Seen(String title, String error, boolean empty) {}

  /** A picture in PNG. */
  public static final class Picture {

    private final byte[] png;
    private final int width;
    private final int height;

    private Picture(byte[] png, int width, int height) {
      this.png = png;
      this.width = width;
      this.height = height;
    }

    /** Size of the file. */
    public int bytes() {
      return png.length;
    }

    public int width() {
      return width;
    }

    public int height() {
      return height;
    }

    public void write(Path file) throws IOException {
      Files.write(file, png);
    }
  }

  static Tab open(DevTools tools, Traffic traffic, int width, Deadline deadline)
      throws InterruptedException {
    String target =
        tools
            .call("", "Target.createTarget", Map.of("url", "about:blank"), deadline)
            .at("targetId")
            .text();
    Map<String, Object> wanted = Map.of("targetId", target, "flatten", true);
    String session =
        tools.call("", "Target.attachToTarget", wanted, deadline).at("sessionId").text();
    Tab tab = new Tab(tools, traffic, session, width);
    tab.call("Network.enable", Map.of(), deadline);
    tab.resize(FIRST_HEIGHT, deadline);
    return tab;
  }

  /** Gives the browser what a server gave to somebody who logged in. */
  public void admit(URI server, List<HttpCookie> cookies, Deadline deadline)
      throws InterruptedException {
    for (HttpCookie cookie : cookies) {
      call(
          "Network.setCookie",
          Map.of(
              "name", cookie.getName(),
              "value", cookie.getValue(),
              "url", server.toString(),
              "path", cookie.getPath() == null ? "/" : cookie.getPath(),
              "httpOnly", true),
          deadline);
    }
  }

  /** Opens an address and waits until its panels have what they show. */
  public void go(URI address, Deadline deadline) throws InterruptedException {
    traffic.forget();
    String error =
        call("Page.navigate", Map.of("url", address.toString()), deadline).at("errorText").text();
    if (!error.isEmpty()) {
      throw new UserError(
          ExitCode.UNREACHABLE,
          "the page cannot be opened",
          address.toString(),
          "the browser says " + error,
          "check the address and whether its server runs");
    }
    awaitPanels(deadline);
    for (int round = 0; round < ROUNDS; round++) {
      int whole = Math.min(GREATEST_HEIGHT, evaluate(HEIGHT, deadline).number());
      if (whole == height) {
        return;
      }
      resize(whole, deadline);
      awaitPanels(deadline);
    }
  }

  /** Waits until panels are there and no request is under way any more. */
  public void awaitPanels(Deadline deadline) throws InterruptedException {
    int panels = 0;
    traffic.stir();
    while (panels == 0 || !traffic.quietFor(QUIET)) {
      if (deadline.passed()) {
        throw new UserError(
            ExitCode.TIMEOUT,
            "the dashboard was not complete within " + deadline.text(),
            evaluateNow("location.pathname").text(),
            "%d panels are drawn, %d requests are under way".formatted(panels, traffic.underWay()),
            "choose a shorter time with --from, or see what keeps its data source busy");
      }
      Thread.sleep(PAUSE);
      panels = evaluateNow(LOADED).number();
    }
  }

  /** All panels that are drawn. */
  public List<Seen> panels(Deadline deadline) throws InterruptedException {
    return evaluate(SEEN, deadline).items().stream()
        .map(it -> new Seen(it.at("title").text(), it.at("error").text(), it.at("empty").truth()))
        .toList();
  }

  /** The value of an expression of JavaScript in the page, as text. */
  public String text(String expression, Deadline deadline) throws InterruptedException {
    return evaluate(expression, deadline).text();
  }

  /** The page from top to bottom. */
  public Picture picture(Deadline deadline) throws InterruptedException {
    String data =
        call("Page.captureScreenshot", Map.of("format", "png"), deadline).at("data").text();
    return new Picture(Base64.getDecoder().decode(data), width, height);
  }

  private void resize(int newHeight, Deadline deadline) throws InterruptedException {
    height = newHeight;
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false),
        deadline);
  }

  private Value evaluate(String expression, Deadline deadline) throws InterruptedException {
    Value answer = call("Runtime.evaluate", evaluation(expression), deadline);
    String mistake = answer.at("exceptionDetails", "exception", "description").text();
    if (!mistake.isEmpty()) {
      throw new IllegalStateException(mistake);
    }
    return answer.at("result", "value");
  }

  /** Nothing while one document takes the place of another. */
  private Value evaluateNow(String expression) throws InterruptedException {
    Deadline soon = Deadline.after(Duration.ofSeconds(10));
    return tools
        .ask(session, "Runtime.evaluate", evaluation(expression), soon)
        .result()
        .at("result", "value");
  }

  private static Map<String, Object> evaluation(String expression) {
    Map<String, Object> evaluation = new HashMap<>();
    evaluation.put("expression", expression);
    evaluation.put("returnByValue", true);
    evaluation.put("awaitPromise", true);
    return evaluation;
  }

  private Value call(String method, Map<String, ?> parameters, Deadline deadline)
      throws InterruptedException {
    return tools.call(session, method, parameters, deadline);
  }
}
