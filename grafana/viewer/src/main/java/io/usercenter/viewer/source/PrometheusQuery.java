package io.usercenter.viewer.source;

import io.usercenter.viewer.provision.DataSource;
import io.usercenter.viewer.provision.Json;
import io.usercenter.viewer.provision.Values;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One target of a panel as Grafana's query API has it, and its answer as data frames. */
public record PrometheusQuery(
    String refId, String expression, boolean instant, long intervalMillis, long points) {

  private static final Pattern RELATIVE = Pattern.compile("now(?:-(\\d+)([smhdw]))?");
  private static final long LEAST_MILLIS = 1_000;

  /** Both ends are part of it. */
  public record Range(Instant from, Instant to) {

    public Range {
      if (!from.isBefore(to)) {
        throw new IllegalArgumentException("the range ends before it begins");
      }
    }

    long millis() {
      return Duration.between(from, to).toMillis();
    }
  }

  public static PrometheusQuery of(Map<String, @Nullable Object> query) {
    return new PrometheusQuery(
        Values.text(query.get("refId"), "A"),
        Values.text(query.get("expr"), ""),
        Boolean.parseBoolean(Values.text(query.get("instant"), "false")),
        Values.number(query.get("intervalMs"), 0),
        Math.max(1, Math.min(Values.number(query.get("maxDataPoints"), 300), 11_000)));
  }

  /**
   * A point in time: milliseconds since 1970, an ISO date, or {@code now-6h}.
   *
   * @throws IllegalArgumentException when it is none of these
   */
  public static Instant instant(String text, Instant now) {
    Matcher relative = RELATIVE.matcher(text);
    if (relative.matches()) {
      return relative.group(1) == null
          ? now
          : now.minus(duration(Long.parseLong(relative.group(1)), relative.group(2)));
    }
    try {
      return text.matches("\\d+")
          ? Instant.ofEpochMilli(Long.parseLong(text))
          : Instant.parse(text);
    } catch (java.time.format.DateTimeParseException wrong) {
      throw new IllegalArgumentException("'" + text + "' is not a time", wrong);
    }
  }

  private static Duration duration(long count, String unit) {
    return switch (unit) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      case "d" -> Duration.ofDays(count);
      default -> Duration.ofDays(7 * count);
    };
  }

  /** Asks, and gives one frame for each series. */
  public List<Map<String, Object>> run(Sources sources, DataSource source, Range range)
      throws SourceException, IOException {
    long scrape = seconds(Values.text(source.options().get("timeInterval"), "15s")) * 1_000;
    long step = Math.max(Math.max(intervalMillis, range.millis() / points), LEAST_MILLIS);
    String expanded = expand(step, scrape, range);
    String form = "query=" + encoded(expanded);
    String path = "api/v1/query";
    if (instant) {
      form += "&time=" + range.to().toEpochMilli() / 1e3;
    } else {
      path = "api/v1/query_range";
      long first = range.from().toEpochMilli() / step * step;
      long last = range.to().toEpochMilli() / step * step;
      form += "&start=" + first / 1e3 + "&end=" + last / 1e3 + "&step=" + step / 1e3;
    }
    Answer answer =
        sources.ask(
            source,
            new Sources.Question(
                "POST",
                path,
                "",
                "application/x-www-form-urlencoded",
                form.getBytes(StandardCharsets.UTF_8)));
    Map<String, @Nullable Object> tree = Values.map(Json.parse(answer.text()));
    if (!"success".equals(tree.get("status"))) {
      throw new IOException(Values.text(tree.get("error"), "status " + answer.status()));
    }
    return frames(Values.map(tree.get("data")));
  }

  private String expand(long step, long scrape, Range range) {
    long rate = Math.max(step + scrape, 4 * scrape);
    return expression
        .replaceAll("\\$(__rate_interval\\b|\\{__rate_interval})", rate + "ms")
        .replaceAll("\\$(__interval_ms\\b|\\{__interval_ms})", String.valueOf(step))
        .replaceAll("\\$(__interval\\b|\\{__interval})", step + "ms")
        .replaceAll("\\$(__range_ms\\b|\\{__range_ms})", String.valueOf(range.millis()))
        .replaceAll("\\$(__range_s\\b|\\{__range_s})", String.valueOf(range.millis() / 1000))
        .replaceAll("\\$(__range\\b|\\{__range})", range.millis() / 1000 + "s");
  }

  private List<Map<String, Object>> frames(Map<String, @Nullable Object> data) {
    List<Map<String, Object>> frames = new ArrayList<>();
    boolean scalar = "scalar".equals(data.get("resultType"));
    List<?> results = scalar ? List.of(Map.of("value", data.get("result"))) : series(data);
    for (Object result : results) {
      Map<String, @Nullable Object> series = Values.map(result);
      List<?> pairs =
          series.get("value") == null
              ? Values.list(series.get("values"))
              : List.of(Values.list(series.get("value")));
      List<Long> times = new ArrayList<>();
      List<@Nullable Double> values = new ArrayList<>();
      for (Object pair : pairs) {
        List<?> point = Values.list(pair);
        times.add(Math.round(((Number) point.get(0)).doubleValue() * 1e3));
        values.add(value(String.valueOf(point.get(1))));
      }
      frames.add(frame(Values.map(series.get("metric")), times, values));
    }
    return frames;
  }

  private static List<?> series(Map<String, @Nullable Object> data) {
    return Values.list(data.get("result"));
  }

  private Map<String, Object> frame(
      Map<String, @Nullable Object> labels, List<Long> times, List<@Nullable Double> values) {
    Map<String, Object> time =
        Map.of("name", "Time", "type", "time", "typeInfo", Map.of("frame", "time.Time"));
    Map<String, Object> value =
        Map.of(
            "name",
            Values.text(labels.get("__name__"), "Value"),
            "type",
            "number",
            "typeInfo",
            Map.of("frame", "float64"),
            "labels",
            labels);
    return Map.of(
        "schema", Map.of("refId", refId, "fields", List.of(time, value)),
        "data", Map.of("values", List.of(times, values)));
  }

  /** JSON has no word for these, so they are gaps, as they are for Grafana's panels. */
  private static @Nullable Double value(String text) {
    return switch (text) {
      case "NaN", "+Inf", "-Inf" -> null;
      default -> Double.valueOf(text);
    };
  }

  private static long seconds(String duration) {
    Matcher matcher = Pattern.compile("(\\d+)([smhdw])").matcher(duration);
    return matcher.matches()
        ? duration(Long.parseLong(matcher.group(1)), matcher.group(2)).toSeconds()
        : 15;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
