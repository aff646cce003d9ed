package io.usercenter.platform.verify;

import io.usercenter.platform.wire.Address;
import io.usercenter.platform.wire.Deadline;
import io.usercenter.platform.wire.WireException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;

/** Instant queries to Prometheus. */
record Metrics(Address prometheus) {

  Json query(String promql, Deadline deadline) throws Unproven, WireException {
    String query = URLEncoder.encode(promql, StandardCharsets.UTF_8);
    Json answer = Json.get(prometheus, "/api/v1/query?query=" + query, deadline);
    if (!answer.at("status").text().equals("success")) {
      throw Unproven.failed("Prometheus did not answer " + promql);
    }
    return answer.at("data", "result");
  }

  /** Value of a query for one number; empty when no series matches. */
  OptionalDouble number(String promql, Deadline deadline) throws Unproven, WireException {
    List<Json> series = query(promql, deadline).items();
    if (series.isEmpty()) {
      return OptionalDouble.empty();
    }
    List<Json> sample = series.getFirst().at("value").items();
    if (sample.size() != 2) {
      throw Unproven.failed("Prometheus gave no sample for " + promql);
    }
    return OptionalDouble.of(Double.parseDouble(sample.get(1).text()));
  }
}
