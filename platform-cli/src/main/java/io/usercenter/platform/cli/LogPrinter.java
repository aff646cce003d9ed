package io.usercenter.platform.cli;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.cli.console.Json;
import io.usercenter.platform.cli.console.Styles;
import io.usercenter.platform.cli.console.Styles.Style;
import io.usercenter.platform.logs.LogLine;
import io.usercenter.platform.logs.LogSink;
import io.usercenter.platform.logs.StoredLine;
import io.usercenter.platform.wire.Address;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Writes log lines, each with its service; as JSON with schema {@code platform.log/1}. */
final class LogPrinter implements LogSink {

  /** It says itself when it was written. */
  private static final Pattern DATED = Pattern.compile("\\[?\\d{4}-\\d\\d-\\d\\d|\\d+:\\w \\d");

  private static final Style[] PALETTE = {Style.BUSY, Style.GOOD, Style.CAUTION, Style.STRONG};

  private final Console console;
  private final boolean json;
  private final Map<String, String> prefixes = new HashMap<>();
  private final StringBuilder pending = new StringBuilder();

  LogPrinter(Console console, Collection<String> services, boolean json) {
    this.console = console;
    this.json = json;
    int width = services.stream().mapToInt(String::length).max().orElse(0);
    Styles styles = console.outStyles();
    for (String service : services) {
      Style style = PALETTE[prefixes.size() % PALETTE.length];
      String padded = service + " ".repeat(width - service.length());
      prefixes.put(service, styles.paint(style, padded + " |") + " ");
    }
  }

  @Override
  public void accept(LogLine line) {
    pending.append(json ? json(line) : prefixes.get(line.service()) + line.text() + "\n");
    if (pending.length() > 1 << 15) {
      flush();
    }
  }

  /**
   * Lines with what is known of each beside its text.
   *
   * @param traces where traces are shown, when they are
   */
  void stored(List<StoredLine> lines, Optional<Address> traces) {
    Styles styles = console.outStyles();
    for (StoredLine stored : lines) {
      LogLine line = stored.line();
      String link =
          stored.trace().isEmpty()
              ? ""
              : traces.map(it -> "http://" + it + "/trace/" + stored.trace()).orElse("");
      if (json) {
        pending.append(
            fields(line)
                .put("level", stored.level().isEmpty() ? null : stored.level())
                .put("trace", stored.trace().isEmpty() ? null : stored.trace())
                .put("traceUrl", link.isEmpty() ? null : link)
                .line());
      } else {
        // Services that are gone have no colour.
        pending
            .append(prefixes.getOrDefault(line.service(), line.service() + " | "))
            .append(DATED.matcher(line.text()).lookingAt() ? "" : line.time() + " ")
            .append(
                DATED.matcher(line.text()).lookingAt() || stored.level().isEmpty()
                    ? ""
                    : stored.level() + " ")
            .append(line.text())
            .append(link.isEmpty() ? "" : "  " + styles.paint(Style.FAINT, link))
            .append('\n');
      }
    }
    flush();
  }

  @Override
  public boolean flush() {
    if (!pending.isEmpty()) {
      console.answer(pending.toString());
      pending.setLength(0);
    }
    return !console.closed();
  }

  private static String json(LogLine line) {
    return fields(line).line();
  }

  private static Json fields(LogLine line) {
    return Json.schema("platform.log/1")
        .put("service", line.service())
        .put("time", line.time().equals(Instant.MIN) ? null : line.time().toString())
        .put("text", line.text());
  }
}
