package io.usercenter.collector.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Zipkin's pages out of their jar, labelled, and the addresses that lead there. */
final class Pages {

  private static final Map<String, String> TYPES =
      Map.of(
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "html", "text/html; charset=utf-8",
          "txt", "text/plain; charset=utf-8",
          "json", "application/json; charset=utf-8",
          "png", "image/png",
          "ico", "image/x-icon",
          "woff2", "font/woff2",
          "woff", "font/woff");

  /** A name of a file: no segment of it begins with a dot. */
  private static final String NAME = "(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)+";

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
          + " data:; font-src 'self' data:; worker-src blob:; connect-src 'self'; manifest-src 'self'; base-uri"
          + " 'self'; form-action 'self'; frame-ancestors 'self'";

  private static final String CONFIG =
      """
      {"environment":"platform trace collector","queryLimit":20,"defaultLookback":3600000,\
      "searchEnabled":true,"dependency":{"enabled":true,"lowErrorRate":0.5,"highErrorRate":0.75}}
      """;

  /** In a corner that the pages leave empty; their own bar covers the top. */
  private static final String LABEL =
      """
      <div style="position:fixed;right:0;bottom:0;z-index:2000;font:13px sans-serif;padding:4px 12px;\
      background:#eef;color:#223;border-top-left-radius:4px">The platform's trace collector, which stands in for Jaeger. Pages: Zipkin Lens, Apache-2.0, \
      <a href="/notices">notices</a>.</div>\
      """;

  private static final String NOTICES =
      """
      The platform's trace collector. It is not Jaeger, and not Zipkin.

      The pages under /zipkin/ are Zipkin Lens 3.4.3, unchanged but for a line in a corner of each:
      Copyright The OpenZipkin Authors, Apache License 2.0, https://github.com/openzipkin/zipkin
      """;

  private Pages() {}

  static Routes routes() {
    return new Routes()
        .on("/", (_, _) -> Reply.to("/zipkin/"))
        .on("/search", (_, _) -> Reply.to("/zipkin/"))
        .on("/dependencies|/zipkin/dependencies", (_, _) -> Reply.to("/zipkin/dependency"))
        .on(
            "/trace/([^/]+)",
            (_, it) ->
                Reply.to("/zipkin/traces/" + Parameters.traceId(Request.decoded(it.group(1)))))
        .on("/notices", (_, _) -> Reply.text(200, NOTICES))
        .on("/zipkin", (_, _) -> Reply.to("/zipkin/"))
        .on("/zipkin/config\\.json", (_, _) -> text("application/json", CONFIG))
        .on("/zipkin/(?:|index\\.html|dependency|traces/[^/]+)", (_, _) -> page())
        .on("/zipkin(" + NAME + ")", (_, it) -> file(it.group(1)));
  }

  private static Reply page() throws HttpException, IOException {
    String html = new String(required("/index.html"), StandardCharsets.UTF_8);
    String labelled =
        html.replaceFirst("<title>[^<]*</title>", "<title>Traces: platform collector</title>")
            .replaceFirst("<body>", "<body>" + LABEL);
    return text("text/html; charset=utf-8", labelled).with("Content-Security-Policy", POLICY);
  }

  private static Reply text(String type, String text) {
    return Reply.of(200, type, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Reply file(String path) throws HttpException, IOException {
    String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
    if (type == null) {
      throw new HttpException(404, "there is no file " + path);
    }
    Reply reply = Reply.of(200, type, required(path));
    // Names there have a hash of the content.
    return path.startsWith("/static/") ? reply.with("Cache-Control", "max-age=86400") : reply;
  }

  private static byte[] required(String path) throws HttpException, IOException {
    return read(path).orElseThrow(() -> new HttpException(404, "there is no file " + path));
  }

  private static Optional<byte[]> read(String path) throws IOException {
    try (InputStream in = Pages.class.getResourceAsStream("/zipkin-lens" + path)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    }
  }
}
