package io.usercenter.viewer.source;

import io.usercenter.viewer.provision.Json;
import io.usercenter.viewer.provision.Values;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What may be asked of each type of data source: exact methods and paths that read. Whatever is not
 * here is refused, so that the viewer is no way around what the data source itself keeps closed.
 */
final class Allowed {

  private static final long MOST_HITS = 1_000;
  private static final Set<String> SEARCH_KEYS =
      Set.of("query", "sort", "size", "track_total_hits", "_source", "timeout");
  private static final Set<String> QUERY_KINDS = Set.of("bool", "range", "query_string");

  private static final Map<String, List<Rule>> RULES =
      Map.of(
          "prometheus",
          List.of(
              rule(
                  Set.of("GET", "POST"),
                  "api/v1/(query|query_range|query_exemplars|series|labels)"),
              rule(
                  Set.of("GET"),
                  "api/v1/(label/[A-Za-z_][A-Za-z0-9_]*/values|metadata|targets|rules|alerts)")),
          "alertmanager",
          List.of(rule(Set.of("GET"), "api/v2/(alerts|alerts/groups|silences|status)")),
          "jaeger",
          List.of(
              rule(
                  Set.of("GET"),
                  "api/(traces|traces/[0-9a-f]{1,32}|services|services/[A-Za-z0-9_.-]+/operations)")),
          "elasticsearch",
          List.of(rule(Set.of("POST"), "[a-z0-9][a-z0-9_.*,-]*/_search")));

  private Allowed() {}

  private record Rule(Set<String> methods, Pattern path) {}

  private static Rule rule(Set<String> methods, String path) {
    return new Rule(methods, Pattern.compile(path));
  }

  /** Why this must not be asked; empty when it may. */
  static Optional<String> objection(String type, String method, String path, byte[] body) {
    boolean listed =
        RULES.getOrDefault(type, List.of()).stream()
            .anyMatch(
                rule -> rule.methods().contains(method) && rule.path().matcher(path).matches());
    if (!listed) {
      return Optional.of("'%s %s' is not among what may be asked of it".formatted(method, path));
    }
    return type.equals("elasticsearch") ? searchObjection(body) : Optional.empty();
  }

  /** Searches run no scripts, and read no more than a page. */
  private static Optional<String> searchObjection(byte[] body) {
    try {
      Map<String, @Nullable Object> search =
          Values.map(Json.parse(new String(body, java.nio.charset.StandardCharsets.UTF_8)));
      for (String key : search.keySet()) {
        if (!SEARCH_KEYS.contains(key)) {
          return Optional.of("'" + key + "' must not be in a search");
        }
      }
      if (Values.number(search.get("size"), 10) > MOST_HITS) {
        return Optional.of("a search may ask for " + MOST_HITS + " documents at most");
      }
      return queryObjection(search.get("query"));
    } catch (IOException broken) {
      return Optional.of("the search is not valid JSON: " + broken.getMessage());
    }
  }

  private static Optional<String> queryObjection(@Nullable Object query) {
    for (Map.Entry<String, @Nullable Object> kind : Values.map(query).entrySet()) {
      if (!QUERY_KINDS.contains(kind.getKey())) {
        return Optional.of("a query of kind '" + kind.getKey() + "' must not be in a search");
      }
      if (kind.getKey().equals("bool")) {
        for (Object clause : Values.map(kind.getValue()).values()) {
          List<?> parts = clause instanceof List<?> list ? list : clauseOf(clause);
          for (Object part : parts) {
            Optional<String> objection = queryObjection(part);
            if (objection.isPresent()) {
              return objection;
            }
          }
        }
      }
    }
    return Optional.empty();
  }

  private static List<?> clauseOf(@Nullable Object clause) {
    return clause == null ? List.of() : List.of(clause);
  }
}
