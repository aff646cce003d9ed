package io.usercenter.platform.logs;

import com.fasterxml.jackson.jr.ob.JSON;
import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.Problem;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.wire.Address;
import io.usercenter.platform.wire.Deadline;
import io.usercenter.platform.wire.Http;
import io.usercenter.platform.wire.Http.Answer;
import io.usercenter.platform.wire.OneLine;
import io.usercenter.platform.wire.WireException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the log shipper brought to Elasticsearch. */
public final class StoredLogs {

  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final int ANSWER_BYTES = 256 << 20;
  private static final String PATH =
      "/logs-*/_search?ignore_unavailable=true&allow_no_indices=true"
          + "&filter_path=hits.hits._source,error.root_cause.reason,error.reason";
  private static final List<String> FIELDS =
      List.of("@timestamp", "message", "log.level", "service.name", "trace.id");

  private final Address elasticsearch;

  public StoredLogs(Address elasticsearch) {
    this.elasticsearch = elasticsearch;
  }

  /**
   * The last events that are wanted, in the order of time.
   *
   * @throws UserError when the query is malformed, or Elasticsearch does not answer
   */
  public List<StoredLine> find(StoredQuery query) {
    Answer answer;
    try {
      URI uri = URI.create("http://" + elasticsearch + PATH);
      String body = JSON.std.asString(request(query));
      answer =
          Http.send(
              new Http.Request("POST", uri, body, Map.of()), Deadline.after(LIMIT), ANSWER_BYTES);
    } catch (WireException away) {
      throw unanswered(String.valueOf(away.getMessage()), away);
    } catch (IOException impossible) {
      throw new IllegalStateException("maps and lists have a text form", impossible);
    }
    Map<String, Object> tree = tree(answer);
    if (answer.status() == 400) {
      throw new UserError(
          ExitCode.USAGE,
          "the query cannot be read",
          "--search '" + query.text() + "'",
          OneLine.of(reason(tree), 200),
          "write Lucene's query syntax, such as 'log.level:error AND user'");
    }
    if (answer.status() != 200) {
      throw unanswered(answer.summary(), null);
    }
    return lines(tree);
  }

  private UserError unanswered(String why, @Nullable Throwable cause) {
    return new UserError(
        ExitCode.NOT_RUNNING,
        List.of(
            new Problem(
                "stored logs cannot be searched",
                "Elasticsearch at " + elasticsearch,
                why,
                "platform status; without --search, logs are read where services write them")),
        cause);
  }

  private static Map<String, Object> request(StoredQuery query) {
    List<Object> filter = new ArrayList<>();
    if (!query.text().isBlank()) {
      filter.add(
          Map.of(
              "query_string",
              Map.of("query", query.text(), "default_field", "message", "analyze_wildcard", true)));
    }
    if (!query.services().isEmpty()) {
      filter.add(Map.of("terms", Map.of("service.name", List.copyOf(query.services()))));
    }
    Map<String, Object> range = new LinkedHashMap<>();
    Instant since = query.since();
    if (since != null) {
      range.put("gte", since.toString());
    }
    Instant until = query.until();
    if (until != null) {
      range.put("lte", until.toString());
    }
    if (!range.isEmpty()) {
      filter.add(Map.of("range", Map.of("@timestamp", range)));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("size", query.most());
    body.put("_source", FIELDS);
    // An index without documents has no mapping of its own, perhaps.
    body.put(
        "sort",
        List.of(
            Map.of("@timestamp", Map.of("order", "desc", "unmapped_type", "date")),
            Map.of("log.offset", Map.of("order", "desc", "unmapped_type", "long"))));
    body.put("query", Map.of("bool", Map.of("filter", filter)));
    return body;
  }

  private Map<String, Object> tree(Answer answer) {
    try {
      return JSON.std.mapFrom(answer.body());
    } catch (IOException _) {
      throw unanswered(answer.summary(), null);
    }
  }

  private static String reason(Map<String, Object> tree) {
    if (tree.get("error") instanceof Map<?, ?> error) {
      return error.get("root_cause") instanceof List<?> causes
              && !causes.isEmpty()
              && causes.getFirst() instanceof Map<?, ?> cause
          ? String.valueOf(cause.get("reason"))
          : String.valueOf(error.get("reason"));
    }
    return "it was refused without a reason";
  }

  private static List<StoredLine> lines(Map<String, Object> tree) {
    List<StoredLine> lines = new ArrayList<>();
    if (tree.get("hits") instanceof Map<?, ?> outer && outer.get("hits") instanceof List<?> hits) {
      for (Object hit : hits) {
        if (hit instanceof Map<?, ?> fields && fields.get("_source") instanceof Map<?, ?> source) {
          lines.add(line(source));
        }
      }
    }
    return lines.reversed();
  }

  private static StoredLine line(Map<?, ?> source) {
    LogLine line =
        new LogLine(
            text(source, "service.name"),
            Instant.parse(text(source, "@timestamp")),
            text(source, "message"));
    return new StoredLine(line, text(source, "log.level"), text(source, "trace.id"));
  }

  /** Whether the name was written with a dot or as objects within each other. */
  private static String text(Map<?, ?> source, String name) {
    Object value = source.get(name);
    int dot = name.indexOf('.');
    if (value == null && dot > 0 && source.get(name.substring(0, dot)) instanceof Map<?, ?> inner) {
      return text(inner, name.substring(dot + 1));
    }
    return value == null ? "" : value.toString();
  }
}
