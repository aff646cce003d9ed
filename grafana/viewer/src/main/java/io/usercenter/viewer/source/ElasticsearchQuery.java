package io.usercenter.viewer.source;

import io.usercenter.viewer.provision.DataSource;
import io.usercenter.viewer.provision.Json;
import io.usercenter.viewer.provision.Values;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A target of a logs panel, and the documents it finds as one data frame, newest first. */
public record ElasticsearchQuery(String refId, String query, String timeField, long limit) {

  private static final long MOST = 1_000;

  public static ElasticsearchQuery of(Map<String, @Nullable Object> query, DataSource source) {
    String usual = Values.text(source.options().get("timeField"), "@timestamp");
    List<?> metrics = Values.list(query.get("metrics"));
    Map<String, @Nullable Object> settings =
        Values.map(metrics.isEmpty() ? null : Values.map(metrics.getFirst()).get("settings"));
    return new ElasticsearchQuery(
        Values.text(query.get("refId"), "A"),
        Values.text(query.get("query"), ""),
        Values.text(query.get("timeField"), usual),
        Math.max(1, Math.min(MOST, Values.number(settings.get("limit"), 500))));
  }

  public List<Map<String, Object>> run(
      Sources sources, DataSource source, PrometheusQuery.Range range)
      throws SourceException, IOException {
    String index = Values.text(source.options().get("index"), "logs-*");
    Answer answer =
        sources.ask(
            source,
            new Sources.Question(
                "POST",
                index + "/_search",
                "ignore_unavailable=true",
                "application/json",
                Json.text(search(range)).getBytes(StandardCharsets.UTF_8)));
    Map<String, @Nullable Object> tree = Values.map(Json.parse(answer.text()));
    if (answer.status() != 200) {
      throw new IOException("status " + answer.status() + ": " + tree.get("error"));
    }
    List<Map<String, @Nullable Object>> documents =
        Values.list(Values.map(tree.get("hits")).get("hits")).stream()
            .map(hit -> Values.map(Values.map(hit).get("_source")))
            .toList();
    return documents.isEmpty() ? List.of() : List.of(frame(documents));
  }

  private Map<String, Object> search(PrometheusQuery.Range range) {
    List<Object> filters = new ArrayList<>();
    Map<String, Object> within =
        Map.of(
            "gte", range.from().toEpochMilli(),
            "lte", range.to().toEpochMilli(),
            "format", "epoch_millis");
    filters.add(Map.of("range", Map.of(timeField, within)));
    if (!query.isBlank() && !query.equals("*")) {
      filters.add(Map.of("query_string", Map.of("query", query, "analyze_wildcard", true)));
    }
    return Map.of(
        "size", limit,
        "sort", List.of(Map.of(timeField, Map.of("order", "desc", "unmapped_type", "boolean"))),
        "query", Map.of("bool", Map.of("filter", filters)));
  }

  private Map<String, Object> frame(List<Map<String, @Nullable Object>> documents) {
    List<@Nullable Long> times = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (Map<String, @Nullable Object> document : documents) {
      times.add(millis(Values.text(document.get(timeField), "")));
      lines.add(Values.text(document.get("message"), Json.text(document)));
    }
    return Map.of(
        "schema",
        Map.of(
            "refId",
            refId,
            "meta",
            Map.of("preferredVisualisationType", "logs"),
            "fields",
            List.of(
                Map.of("name", timeField, "type", "time", "typeInfo", Map.of("frame", "time.Time")),
                Map.of("name", "line", "type", "string", "typeInfo", Map.of("frame", "string")))),
        "data",
        Map.of("values", List.of(times, lines)));
  }

  private static @Nullable Long millis(String time) {
    try {
      return Instant.parse(time).toEpochMilli();
    } catch (DateTimeParseException _) {
      return null;
    }
  }
}
