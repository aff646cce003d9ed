package io.usercenter.collector.http;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/** The port for probes and for Prometheus. */
final class AdminSite implements Port.Site {

  private final Routes routes = new Routes();

  AdminSite(CollectorRegistry registry) {
    routes
        .on("/metrics", (_, _) -> metrics(registry))
        .on("/(?:|health|status)", (_, _) -> Reply.text(200, "the collector takes spans\n"));
  }

  @Override
  public Reply answer(Request request) throws HttpException, IOException {
    return routes.answer(request);
  }

  private static Reply metrics(CollectorRegistry registry) throws IOException {
    StringWriter text = new StringWriter();
    TextFormat.write004(text, registry.metricFamilySamples());
    return Reply.of(
        200, TextFormat.CONTENT_TYPE_004, text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
