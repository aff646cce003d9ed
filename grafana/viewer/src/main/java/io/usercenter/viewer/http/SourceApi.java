package io.usercenter.viewer.http;

import io.usercenter.viewer.provision.DataSource;
import io.usercenter.viewer.source.Answer;
import io.usercenter.viewer.source.SourceException;
import io.usercenter.viewer.source.Sources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Data sources, and the way through to them. */
final class SourceApi {

  private static final Map<String, String> ALIVE =
      Map.of(
          "prometheus", "api/v1/query",
          "alertmanager", "api/v2/status",
          "jaeger", "api/services");

  private final Sources sources;

  SourceApi(Sources sources) {
    this.sources = sources;
  }

  Reply all() {
    return Reply.ok(sources.all().stream().map(SourceApi::described).toList());
  }

  Reply one(String uid) {
    return sources
        .find(uid)
        .map(source -> Reply.ok(described(source)))
        .orElseGet(() -> unknown(uid));
  }

  Reply proxied(Request request, String uid, String path) {
    Optional<DataSource> source = sources.find(uid);
    if (source.isEmpty()) {
      return unknown(uid);
    }
    try {
      Answer answer = sources.ask(source.get(), question(request, path));
      boolean packed = answer.gzipped() && request.takesGzip();
      Reply reply =
          Reply.of(
              answer.status(),
              answer.contentType(),
              packed ? answer.body() : answer.text().getBytes(StandardCharsets.UTF_8));
      return packed ? reply.with("Content-Encoding", "gzip") : reply;
    } catch (IOException broken) {
      return Reply.error(502, "its answer cannot be unpacked: " + broken.getMessage());
    } catch (SourceException refused) {
      return Reply.json(
          refused.kind().status(),
          Map.of(
              "status", "error",
              "errorType", refused.kind().name().toLowerCase(java.util.Locale.ROOT),
              "error", refused.getMessage(),
              "message", refused.getMessage()));
    }
  }

  /** Whether a data source answers at all. */
  Reply health(String uid) {
    Optional<DataSource> source = sources.find(uid);
    String path = source.map(it -> ALIVE.getOrDefault(it.type(), "")).orElse("");
    if (source.isEmpty() || path.isEmpty()) {
      return source.isEmpty()
          ? unknown(uid)
          : Reply.json(404, Map.of("status", "ERROR", "message", "there is no check for its type"));
    }
    try {
      Sources.Question question =
          new Sources.Question("GET", path, "query=1", "application/json", new byte[0]);
      int status = sources.ask(source.get(), question).status();
      return status == 200
          ? Reply.ok(Map.of("status", "OK", "message", "Data source is working"))
          : Reply.json(400, Map.of("status", "ERROR", "message", "it answers " + status));
    } catch (SourceException failure) {
      return Reply.json(400, Map.of("status", "ERROR", "message", failure.getMessage()));
    }
  }

  private static Sources.Question question(Request request, String path) {
    return new Sources.Question(
        request.method(),
        path,
        request.rawQuery(),
        request.header("Content-Type").orElse("application/x-www-form-urlencoded"),
        request.body());
  }

  private static Map<String, Object> described(DataSource source) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("id", source.id());
    described.put("uid", source.uid());
    described.put("name", source.name());
    described.put("type", source.type());
    described.put("access", "proxy");
    described.put("url", source.url().toString());
    described.put("isDefault", source.isDefault());
    described.put("readOnly", true);
    described.put("jsonData", source.options());
    return described;
  }

  private static Reply unknown(String uid) {
    return Reply.error(404, "Data source not found: none has the uid '" + uid + "'");
  }
}
