package io.usercenter.collector.http;

import com.fasterxml.jackson.jr.ob.JSON;
import io.usercenter.collector.query.Search;
import io.usercenter.collector.span.Ids;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what the three APIs have in their addresses. */
final class Parameters {

  private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|us|µs|ms|s|m|h)");
  private static final Map<String, Double> MICROS =
      Map.of("ns", 1e-3, "us", 1.0, "µs", 1.0, "ms", 1e3, "s", 1e6, "m", 60e6, "h", 3600e6);
  private static final int USUAL_LIMIT = 100;
  private static final int ZIPKIN_LIMIT = 10;
  private static final long DAY_MILLIS = 86_400_000;
  private static final long LATEST_MILLIS = 253_402_300_799_999L;

  private Parameters() {}

  /** Jaeger's version 1: {@code start} and {@code end} in microseconds. */
  static Search v1(Request request, long nowMillis) throws HttpException {
    long end = number(request, "end", (nowMillis + DAY_MILLIS) * 1000) / 1000;
    Map<String, String> tags = jsonTags(request, "tags");
    for (String tag : request.query().getOrDefault("tag", List.of())) {
      int colon = tag.indexOf(':');
      if (colon <= 0) {
        throw malformed("tag", "KEY:VALUE");
      }
      tags.put(tag.substring(0, colon), tag.substring(colon + 1));
    }
    return new Search(
        request.parameter("service"),
        request.parameter("operation"),
        tags,
        List.of(),
        duration(request, "minDuration"),
        duration(request, "maxDuration"),
        number(request, "start", (end - 2 * DAY_MILLIS) * 1000) / 1000,
        end,
        (int) number(request, "limit", USUAL_LIMIT));
  }

  /** Jaeger's version 3; the names with underscores are those of its first releases. */
  static Search v3(Request request) throws HttpException {
    return new Search(
        request.parameter("query.serviceName", "query.service_name"),
        request.parameter("query.operationName", "query.operation_name"),
        jsonTags(request, "query.attributes"),
        List.of(),
        duration(request, "query.durationMin", "query.duration_min"),
        duration(request, "query.durationMax", "query.duration_max"),
        time(request, "query.startTimeMin", "query.start_time_min"),
        time(request, "query.startTimeMax", "query.start_time_max"),
        (int)
            number(
                request,
                request.parameter("query.searchDepth").isPresent()
                    ? "query.searchDepth"
                    : "query.search_depth",
                USUAL_LIMIT));
  }

  /** Zipkin's: {@code endTs} and {@code lookback} in milliseconds. */
  static Search zipkin(Request request, long nowMillis) throws HttpException {
    long end = number(request, "endTs", nowMillis);
    Map<String, String> tags = new LinkedHashMap<>();
    List<String> keys = new ArrayList<>();
    for (String part : request.parameter("annotationQuery").orElse("").split(" and ", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        tags.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
      } else if (!part.isBlank()) {
        keys.add(part.strip());
      }
    }
    return new Search(
        request.parameter("serviceName"),
        request.parameter("spanName").filter(name -> !name.equals("all")),
        tags,
        keys,
        micros(request, "minDuration"),
        micros(request, "maxDuration"),
        end - number(request, "lookback", 2 * DAY_MILLIS),
        end,
        (int) number(request, "limit", ZIPKIN_LIMIT));
  }

  /** A window that ends at {@code endTs} and lasts {@code lookback}, both in milliseconds. */
  static Search window(Request request, long nowMillis) throws HttpException {
    long end = number(request, "endTs", nowMillis);
    return Search.window(end - number(request, "lookback", 2 * DAY_MILLIS), end, 1);
  }

  /** A trace's id in hex digits, or in base64, as protobuf's JSON has bytes. */
  static String traceId(String text) throws HttpException {
    String id = text.length() <= 32 ? Ids.trace(text) : "";
    if (id.isEmpty() && text.length() == 24 && text.endsWith("=")) {
      try {
        id = Ids.trace(HexFormat.of().formatHex(Base64.getDecoder().decode(text)));
      } catch (IllegalArgumentException _) {
        // No base64 either.
      }
    }
    if (id.isEmpty()) {
      throw new HttpException(400, "malformed parameter trace_id: 1 to 32 hex digits, not all 0");
    }
    return id;
  }

  static String required(Request request, String... names) throws HttpException {
    return request
        .parameter(names)
        .orElseThrow(() -> new HttpException(400, "malformed parameter " + names[0] + ": missing"));
  }

  private static long number(Request request, String name, long otherwise) throws HttpException {
    Optional<String> text = request.parameter(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!text.get().matches("\\d{1,18}")) {
      throw malformed(name, "a number");
    }
    return Long.parseLong(text.get());
  }

  private static Optional<Long> micros(Request request, String name) throws HttpException {
    long micros = number(request, name, -1);
    return micros < 0 ? Optional.empty() : Optional.of(micros);
  }

  /** A duration as Go writes it, such as {@code 1.5s} or {@code 1m30s}. */
  private static Optional<Long> duration(Request request, String... names) throws HttpException {
    Optional<String> text = request.parameter(names);
    if (text.isEmpty() || text.get().equals("0")) {
      return Optional.empty();
    }
    Matcher part = DURATION.matcher(text.get());
    double micros = 0;
    int end = 0;
    while (part.lookingAt()) {
      micros += Double.parseDouble(part.group(1)) * MICROS.getOrDefault(part.group(2), 0.0);
      end = part.end();
      part.region(end, text.get().length());
    }
    if (end == 0 || end < text.get().length()) {
      throw malformed(names[0], "a duration such as 1.5s or 200ms");
    }
    return Optional.of((long) micros);
  }

  private static long time(Request request, String... names) throws HttpException {
    try {
      long millis = OffsetDateTime.parse(required(request, names)).toInstant().toEpochMilli();
      return Math.clamp(millis, 0, LATEST_MILLIS);
    } catch (DateTimeException | ArithmeticException wrong) {
      throw malformed(names[0], "a time such as 2026-11-24T12:00:00Z");
    }
  }

  private static Map<String, String> jsonTags(Request request, String name) throws HttpException {
    Map<String, String> tags = new LinkedHashMap<>();
    Optional<String> text = request.parameter(name);
    if (text.isEmpty()) {
      return tags;
    }
    try {
      JSON.std.mapFrom(text.get()).forEach((key, value) -> tags.put(key, String.valueOf(value)));
      return tags;
    } catch (IOException wrong) {
      throw malformed(name, "a JSON object of texts");
    }
  }

  private static HttpException malformed(String name, String expected) {
    return new HttpException(400, "malformed parameter " + name + ": must be " + expected);
  }
}
