import io.usercenter.platform.dashboard.Chromium;
import io.usercenter.platform.dashboard.Grafana;
import io.usercenter.platform.dashboard.Portrait;
import io.usercenter.platform.dashboard.Portrait.Span;
import io.usercenter.platform.dashboard.Portrait.Subject;
import io.usercenter.platform.dashboard.Tab;
import io.usercenter.platform.wire.Deadline;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the platform's viewer needs in a browser without a GPU. Started by bench/viewer. */
final class Viewer {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int WIDTH = 1600;

  private static final String BYTES =
      """
      '' + [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
        .filter(it => !it.name.includes('/api/')).reduce((sum, it) => sum + it.transferSize, 0)
      """;

  // An answer from the page's own thread means that it has time for people as well.
  private static final String DRAWN =
      """
      (() => {
        const seen = [...document.querySelectorAll('.panel')].filter(it => it.getBoundingClientRect().top < innerHeight);
        const drawn = seen.length > 9 && seen.every(it => it.dataset.state === 'done' && it.querySelector('canvas, svg'));
        return location.pathname === '/d/many' && drawn ? seen.length + ' ' + Math.round(performance.now()) : '';
      })()
      """;

  private static final String POINTS =
      """
      (async () => {
        const {dashboard} = await (await fetch('/api/dashboards/uid/points')).json();
        const end = Math.floor(Date.now() / 30000) * 30;
        const body = new URLSearchParams({query: dashboard.panels[0].targets[0].expr, start: end - 21600, end, step: 30});
        const answer = await (await fetch('/api/datasources/proxy/uid/prometheus/api/v1/query_range', {method: 'POST', body})).json();
        return '' + answer.data.result.reduce((sum, it) => sum + it.values.length, 0);
      })()
      """;

  private static final String FRAMES =
      """
      (async () => {
        const plot = document.querySelector('.u-over');
        const {left, top, width, height} = plot.getBoundingClientRect();
        const frame = () => new Promise(requestAnimationFrame);
        const times = [];
        let last = await frame();
        for (let at = 0; at < 240; at++) {
          plot.dispatchEvent(new MouseEvent('mousemove', {bubbles: true, clientX: left + width * (at % 120) / 120, clientY: top + height / 2}));
          const now = await frame();
          times.push(now - last);
          last = now;
        }
        times.sort((a, b) => a - b);
        return times[120] + ' ' + times[228];
      })()
      """;

  private final URI server;
  private final List<Double> bytes = new ArrayList<>();
  private final List<Double> panels = new ArrayList<>();
  private final List<Double> drawn = new ArrayList<>();
  private final List<Double> points = new ArrayList<>();
  private final List<Double> usual = new ArrayList<>();
  private final List<Double> slow = new ArrayList<>();

  private Viewer(URI server) {
    this.server = server;
  }

  public static void main(String[] arguments) throws Exception {
    Viewer viewer = new Viewer(URI.create(arguments[1]));
    String password = Files.readString(Path.of(arguments[2])).strip();
    for (int round = 0; round < Integer.parseInt(arguments[0]); round++) {
      viewer.measure(password);
    }
    viewer.print();
  }

  /** With a fresh browser, which has nothing of the pages in its cache. */
  private void measure(String password) throws IOException, InterruptedException {
    try (Grafana grafana = new Grafana(new Grafana.Site(server, "admin", password));
        Chromium chromium = Chromium.start(System.getenv("PATH"))) {
      Tab tab = chromium.open(WIDTH, Deadline.after(LIMIT));
      tab.admit(server, grafana.login(), Deadline.after(LIMIT));

      open(tab, "platform-home");
      bytes.add(Double.valueOf(text(tab, BYTES)));

      open(tab, "points");
      points.add(Double.valueOf(text(tab, POINTS)));
      String[] frames = text(tab, FRAMES).split(" ");
      usual.add(Double.valueOf(frames[0]));
      slow.add(Double.valueOf(frames[1]));
    }
    try (Grafana grafana = new Grafana(new Grafana.Site(server, "admin", password));
        Chromium chromium = Chromium.start(System.getenv("PATH"))) {
      Tab tab = chromium.open(WIDTH, Deadline.after(LIMIT));
      tab.admit(server, grafana.login(), Deadline.after(LIMIT));
      text(tab, "location.assign('" + server.resolve("/d/many") + "'), ''");
      String[] answer = drawn(tab).split(" ");
      panels.add(Double.valueOf(answer[0]));
      drawn.add(Double.valueOf(answer[1]));
    }
  }

  private void open(Tab tab, String uid) throws InterruptedException {
    Subject subject = new Subject(uid, new Span("", ""), "dark", WIDTH);
    tab.go(Portrait.address(server, subject), Deadline.after(LIMIT));
  }

  private static String text(Tab tab, String expression) throws InterruptedException {
    return tab.text(expression, Deadline.after(LIMIT));
  }

  private static String drawn(Tab tab) throws InterruptedException {
    Deadline deadline = Deadline.after(LIMIT);
    while (!deadline.passed()) {
      String answer = text(tab, DRAWN);
      if (!answer.isEmpty()) {
        return answer;
      }
      Thread.sleep(10);
    }
    throw new IllegalStateException("waited " + deadline.text() + " for the panels to be drawn");
  }

  private void print() {
    row("first page, over the wire, KB", bytes.stream().map(it -> it / 1000).toList(), "900");
    String sight = "%.0f in sight".formatted(panels.getFirst());
    row("20 panels, cold browser, until the " + sight + " are drawn, ms", drawn, "2000");
    String many = "%.0f points on a panel: frame while the pointer moves, ms".formatted(points.getFirst());
    row(many + ", median", usual, "");
    row(many + ", 95th of 100", slow, "");
  }

  private static void row(String what, List<Double> values, String aim) {
    List<Double> sorted = values.stream().sorted().toList();
    System.out.printf(
        "| %s | %.0f (%.0f to %.0f) | %d | %s |%n",
        what,
        sorted.get(sorted.size() / 2),
        sorted.getFirst(),
        sorted.getLast(),
        sorted.size(),
        aim);
  }
}
