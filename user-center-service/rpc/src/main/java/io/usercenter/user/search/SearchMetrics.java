package io.usercenter.user.search;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;

/** {@code user_center_search_*}. */
final class SearchMetrics {
  private static final double[] MILLIS = {
    1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2000, 5000, 10000
  };

  private final Histogram duration;
  private final Counter errors;
  private final Counter documents;

  SearchMetrics(CollectorRegistry registry) {
    duration =
        Histogram.build("user_center_search_requests_duration_ms", "requests to Elasticsearch(ms).")
            .labelNames("operation")
            .buckets(MILLIS)
            .register(registry);
    errors =
        Counter.build("user_center_search_errors_total", "failed requests to Elasticsearch.")
            .labelNames("operation", "error")
            .register(registry);
    documents =
        Counter.build(
                "user_center_search_documents_total", "documents written to the index by outcome.")
            .labelNames("result")
            .register(registry);
  }

  void observe(String operation, double millis) {
    duration.labels(operation).observe(millis);
  }

  void failed(String operation, SearchFailure.Kind kind) {
    errors.labels(operation, kind.label()).inc();
  }

  void wrote(String result) {
    documents.labels(result).inc();
  }
}
