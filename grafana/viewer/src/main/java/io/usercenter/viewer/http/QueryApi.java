package io.usercenter.viewer.http;

import io.usercenter.viewer.provision.DataSource;
import io.usercenter.viewer.provision.Json;
import io.usercenter.viewer.provision.Values;
import io.usercenter.viewer.source.ElasticsearchQuery;
import io.usercenter.viewer.source.PrometheusQuery;
import io.usercenter.viewer.source.SourceException;
import io.usercenter.viewer.source.Sources;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The part of {@code /api/ds/query} that our dashboards need: PromQL, and logs. */
final class QueryApi {

  private final Sources sources;

  QueryApi(Sources sources) {
    this.sources = sources;
  }

  Reply answer(Request request) {
    Map<String, @Nullable Object> asked;
    PrometheusQuery.Range range;
    try {
      asked = Values.map(Json.parse(request.text()));
      Instant now = Instant.now();
      range =
          new PrometheusQuery.Range(
              PrometheusQuery.instant(Values.text(asked.get("from"), "now-1h"), now),
              PrometheusQuery.instant(Values.text(asked.get("to"), "now"), now));
    } catch (IOException | IllegalArgumentException wrong) {
      return Reply.error(400, "bad request data: " + wrong.getMessage());
    }
    Map<String, Object> results = new LinkedHashMap<>();
    int status = 200;
    for (Object query : Values.list(asked.get("queries"))) {
      Map<String, @Nullable Object> fields = Values.map(query);
      Map<String, Object> result = result(fields, range);
      results.put(Values.text(fields.get("refId"), "A"), result);
      if (result.containsKey("error")) {
        status = 400;
      }
    }
    return results.isEmpty()
        ? Reply.error(400, "no queries found")
        : Reply.json(status, Map.of("results", results));
  }

  private Map<String, Object> result(
      Map<String, @Nullable Object> query, PrometheusQuery.Range range) {
    Map<String, @Nullable Object> wanted = Values.map(query.get("datasource"));
    String uid = Values.text(wanted.get("uid"), "");
    Optional<DataSource> source =
        sources.find(uid).or(() -> sources.ofType(Values.text(wanted.get("type"), "prometheus")));
    if (source.isEmpty()) {
      return failed(404, "there is no data source with the uid '" + uid + "'");
    }
    try {
      return switch (source.get().type()) {
        case "prometheus" -> found(PrometheusQuery.of(query).run(sources, source.get(), range));
        case "elasticsearch" ->
            found(ElasticsearchQuery.of(query, source.get()).run(sources, source.get(), range));
        default ->
            failed(400, "the platform's viewer runs no queries of type " + source.get().type());
      };
    } catch (SourceException failure) {
      return failed(failure.kind().status(), failure.getMessage());
    } catch (IOException failure) {
      return failed(502, "its answer cannot be read: " + failure.getMessage());
    }
  }

  private static Map<String, Object> found(List<Map<String, Object>> frames) {
    return Map.of("status", 200, "frames", frames);
  }

  private static Map<String, Object> failed(int status, @Nullable String message) {
    return Map.of("status", status, "error", String.valueOf(message), "frames", List.of());
  }
}
