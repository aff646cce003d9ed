package io.usercenter.platform.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.platform.dashboard.Chromium;
import io.usercenter.platform.dashboard.Dashboard;
import io.usercenter.platform.dashboard.Dashboard.Panel;
import io.usercenter.platform.dashboard.Grafana;
import io.usercenter.platform.dashboard.Library;
import io.usercenter.platform.dashboard.Portrait;
import io.usercenter.platform.dashboard.Portrait.Span;
import io.usercenter.platform.dashboard.Portrait.Subject;
import io.usercenter.platform.dashboard.Tab;
import io.usercenter.platform.dashboard.Tab.Seen;
import io.usercenter.platform.wire.Deadline;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Looks at every dashboard of the checkout with a browser, as somebody who logged in does. */
final class DashboardsWalk {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Path DASHBOARDS = Checkout.root().resolve("grafana/dashboards");
  private static final Path PICTURES = Path.of("target/dashboards").toAbsolutePath();
  private static final int WIDTH = 1600;

  private final URI server;
  private final Tab tab;

  private DashboardsWalk(URI server, Tab tab) {
    this.server = server;
    this.tab = tab;
  }

  /** Leaves a picture of each in the directory {@code target/dashboards}. */
  static void through(URI server, String password) throws IOException, InterruptedException {
    String path = System.getenv().getOrDefault("PATH", "");
    if (Chromium.find(path).isEmpty()) {
      System.err.println("SKIPPED DashboardsWalk: there is no Chromium on this machine");
      return;
    }
    List<Dashboard> dashboards = Library.read(DASHBOARDS).dashboards();
    assertThat(dashboards).hasSizeGreaterThan(10);
    Files.createDirectories(PICTURES);
    try (Grafana grafana = new Grafana(new Grafana.Site(server, "admin", password));
        Chromium chromium = Chromium.start(path)) {
      Tab tab = chromium.open(WIDTH, deadline());
      tab.admit(server, grafana.login(), deadline());
      DashboardsWalk walk = new DashboardsWalk(server, tab);
      for (Dashboard dashboard : dashboards) {
        walk.lookAt(dashboard);
      }
      walk.chooseAVariableAndATime(dashboards);
    }
  }

  private static Deadline deadline() {
    return Deadline.after(LIMIT);
  }

  private void open(Dashboard dashboard) throws InterruptedException {
    Subject subject = new Subject(dashboard.uid(), new Span("now-5m", "now"), "dark", WIDTH);
    tab.go(Portrait.address(server, subject), deadline());
  }

  private void lookAt(Dashboard dashboard) throws IOException, InterruptedException {
    open(dashboard);

    tab.picture(deadline()).write(PICTURES.resolve(dashboard.uid() + ".png"));
    assertGood(dashboard);
  }

  private void assertGood(Dashboard dashboard) throws InterruptedException {
    List<Seen> seen = tab.panels(deadline());
    List<String> all =
        dashboard.panels().stream()
            .filter(panel -> !panel.type().equals("row"))
            .map(Panel::title)
            .toList();
    List<String> explained =
        dashboard.panels().stream()
            .filter(panel -> !panel.excuse().isEmpty())
            .map(Panel::title)
            .toList();
    assertThat(seen).as(dashboard.uid()).extracting(Seen::title).containsAll(all);
    assertThat(seen).as(dashboard.uid()).filteredOn(panel -> !panel.error().isEmpty()).isEmpty();
    assertThat(seen)
        .as(dashboard.uid())
        .filteredOn(Seen::empty)
        .extracting(Seen::title)
        .isSubsetOf(explained);
  }

  private void chooseAVariableAndATime(List<Dashboard> dashboards) throws InterruptedException {
    Dashboard dashboard =
        dashboards.stream().filter(it -> it.uid().equals("user-center")).findFirst().orElseThrow();
    open(dashboard);

    press("document.querySelector('#var-app')");
    press("[...document.querySelectorAll('[role=option]')].find(it => it.textContent !== 'All')");

    assertThat(tab.text("location.search", deadline())).contains("var-app=user_center");
    assertGood(dashboard);

    press("document.querySelector('[data-testid=\"data-testid TimePicker Open Button\"]')");
    press(
        "[...document.querySelectorAll('label, [role=option]')]"
            + ".find(it => it.textContent === 'Last 15 minutes')");

    assertThat(tab.text("location.search", deadline())).contains("from=now-15m");
    assertGood(dashboard);
  }

  private void press(String element) throws InterruptedException {
    tab.text(element + ".click()", deadline());
    tab.awaitPanels(deadline());
  }
}
