package io.usercenter.viewer.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedTest {

  @ParameterizedTest
  @CsvSource({
    "prometheus, GET, api/v1/query",
    "prometheus, POST, api/v1/query_range",
    "prometheus, GET, api/v1/label/job/values",
    "prometheus, GET, api/v1/rules",
    "alertmanager, GET, api/v2/alerts",
    "jaeger, GET, api/traces/0123456789abcdef"
  })
  void letsThroughWhatReads(String type, String method, String path) {
    assertThat(Allowed.objection(type, method, path, new byte[0])).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "prometheus, POST, api/v1/admin/tsdb/delete_series",
    "prometheus, PUT, api/v1/query",
    "prometheus, POST, -/reload",
    "prometheus, POST, -/quit",
    "prometheus, GET, api/v1/query/../status/config",
    "prometheus, GET, api/v1/status/config",
    "prometheus, GET, api/v1/label/a/b/values",
    "alertmanager, POST, api/v2/silences",
    "alertmanager, DELETE, api/v2/silence/1",
    "jaeger, GET, api/traces/../../etc/passwd",
    "elasticsearch, DELETE, logs-a",
    "elasticsearch, GET, _cat/indices",
    "elasticsearch, POST, logs-a/_delete_by_query",
    "elasticsearch, POST, _search/scroll",
    "postgres, POST, api/v1/query"
  })
  void refusesEverythingElse(String type, String method, String path) {
    assertThat(Allowed.objection(type, method, path, "{}".getBytes(StandardCharsets.UTF_8)))
        .isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"size\": 1001}",
        "{\"script_fields\": {}}",
        "{\"runtime_mappings\": {}}",
        "{\"aggs\": {}}",
        "{\"query\": {\"script_score\": {}}}",
        "{\"query\": {\"bool\": {\"filter\": [{\"script\": {}}]}}}",
        "{\"query\": {\"bool\": {\"must\": {\"bool\": {\"should\": [{\"script\": {}}]}}}}}",
        "no JSON"
      })
  void refusesSearchesThatDoMoreThanSearch(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);

    assertThat(Allowed.objection("elasticsearch", "POST", "logs-*/_search", bytes)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"size\": 500, \"sort\": [{\"@timestamp\": \"desc\"}]}",
        "{\"query\": {\"bool\": {\"filter\": [{\"range\": {}}, {\"query_string\": {}}]}}}"
      })
  void letsSearchesThrough(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);

    assertThat(Allowed.objection("elasticsearch", "POST", "logs-*/_search", bytes)).isEmpty();
  }
}
