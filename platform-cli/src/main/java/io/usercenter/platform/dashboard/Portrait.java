package io.usercenter.platform.dashboard;

import io.usercenter.platform.dashboard.Tab.Picture;
import io.usercenter.platform.dashboard.Tab.Seen;
import io.usercenter.platform.wire.Deadline;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * A dashboard as a browser draws it.
 *
 * @param panels what the picture shows
 */
public record Portrait(Picture picture, List<Seen> panels) {

  /** A data source may take a quarter of it, and there are dashboards with many panels. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  public Portrait {
    panels = List.copyOf(panels);
  }

  /** Which dashboard, and how. */
  public record Subject(String uid, Span span, String theme, int width) {}

  /**
   * A span of time as Grafana writes it, such as {@code now-1h} to {@code now}.
   *
   * @param from empty for what the dashboard says itself
   * @param to likewise
   */
  public record Span(String from, String to) {

    private String parameters() {
      return parameter("from", from) + parameter("to", to);
    }
  }

  /** Logs in and draws; leaves nothing behind but the session on the server. */
  public static Portrait of(Grafana grafana, Subject subject, Chromium chromium)
      throws InterruptedException {
    Deadline deadline = Deadline.after(LIMIT);
    URI server = grafana.site().address();
    Tab tab = chromium.open(subject.width(), deadline);
    tab.admit(server, grafana.login(), deadline);
    tab.go(address(server, subject), deadline);
    return new Portrait(tab.picture(deadline), tab.panels(deadline));
  }

  /** Where a browser finds it. */
  public static URI address(URI server, Subject subject) {
    return URI.create(
        server.toString().replaceAll("/+$", "")
            + "/d/"
            + encoded(subject.uid())
            + "?kiosk"
            + parameter("theme", subject.theme())
            + subject.span().parameters());
  }

  private static String parameter(String name, String value) {
    return value.isEmpty() ? "" : "&" + name + "=" + encoded(value);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
