package io.usercenter.platform.doctor;

import io.usercenter.platform.wire.Address;
import io.usercenter.platform.wire.WireException;
import java.util.List;
import java.util.Map;

/** Elasticsearch has all of its shards. */
record Cluster(Address elasticsearch) implements Examination {

  private static final String NAME = "Elasticsearch cluster";
  private static final String WHY =
      "logs and traces in a missing shard can be neither read nor kept";

  @Override
  public List<Finding> findings() {
    try {
      Map<String, Object> health = Answers.get(elasticsearch, "/_cluster/health");
      String status = String.valueOf(health.get("status"));
      String what = status + ", unassigned shards: " + health.get("unassigned_shards");
      return List.of(
          switch (status) {
            case "green" -> Finding.ok(NAME, what, WHY);
            case "yellow" ->
                Finding.warn(NAME, what, WHY, "set number_of_replicas to 0: there is one node");
            default -> Finding.fail(NAME, what, WHY, "docs/runbooks/ElasticsearchRed.md");
          });
    } catch (WireException failure) {
      return List.of(Finding.fail(NAME, failure.reason(), WHY, "platform logs elasticsearch"));
    }
  }
}
