package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithServers.class)
class MetricsTest {

  @Test
  void countsRequestsUnderGoZerosNamesAndBounds(UserCenter userCenter) {
    userCenter.user("?id=1");

    String metrics = userCenter.apiMetrics();

    assertThat(bounds(metrics, "http_server_requests_duration_ms", FOUND))
        .containsExactly(
            "5.0", "10.0", "25.0", "50.0", "100.0", "250.0", "500.0", "750.0", "1000.0", "+Inf");
    assertThat(metrics)
        .contains(
            "http_server_requests_code_total{path=\"/v1/user-center/user\",method=\"GET\",code=\"200\",}")
        .contains(
            "rpc_client_requests_code_total{method=\"/usercenter.Users/FindUser\",code=\"0\",}")
        .contains("process_resident_memory_bytes", "jvm_memory_pool_bytes_used");
    assertThat(bounds(metrics, "rpc_client_requests_duration_ms", "FindUser"))
        .containsExactly(RPC_BOUNDS);
  }

  @Test
  void countsCommandsAndCallsOfTheRpc(UserCenter userCenter) {
    long id = userCenter.postgres().insertUser("measured");
    userCenter.user("?id=" + id);

    String metrics = userCenter.rpcMetrics();

    assertThat(bounds(metrics, "redis_client_requests_duration_ms", "command=\"get\""))
        .containsExactly(DATA_BOUNDS);
    assertThat(bounds(metrics, "sql_client_requests_duration_ms", "command=\"query\""))
        .containsExactly(DATA_BOUNDS);
    assertThat(bounds(metrics, "rpc_server_requests_duration_ms", "FindUser"))
        .containsExactly(RPC_BOUNDS);
    String node =
        "{key=\"127.0.0.1:%d\",client_type=\"node\",}".formatted(userCenter.redis().port());
    assertThat(metrics)
        .contains(
            "rpc_server_requests_code_total{method=\"/usercenter.Users/FindUser\",code=\"0\",}")
        .contains("redis_client_pool_conn_total_current" + node + " 1.0")
        .contains("redis_client_pool_conn_max" + node + " 1.0");
  }

  @Test
  void doesNotCountUnknownPaths(UserCenter userCenter) {
    userCenter.get("/not-counted");

    assertThat(userCenter.apiMetrics()).doesNotContain("not-counted");
  }

  private static final String FOUND = "path=\"/v1/user-center/user\",method=\"GET\",code=\"200\"";

  private static final String[] RPC_BOUNDS = {
    "1.0", "2.0", "5.0", "10.0", "25.0", "50.0", "100.0", "250.0", "500.0", "1000.0", "2000.0",
    "5000.0", "+Inf"
  };

  private static final String[] DATA_BOUNDS = {
    "0.25", "0.5", "1.0", "1.5", "2.0", "3.0", "5.0", "10.0", "25.0", "50.0", "100.0", "250.0",
    "500.0", "1000.0", "2000.0", "5000.0", "10000.0", "15000.0", "+Inf"
  };

  private static List<String> bounds(String metrics, String name, String label) {
    Pattern bucket = Pattern.compile(name + "_bucket\\{(.*)le=\"([^\"]+)\",} .*");
    return metrics
        .lines()
        .map(bucket::matcher)
        .filter(matcher -> matcher.matches() && matcher.group(1).contains(label))
        .map(matcher -> matcher.group(2))
        .toList();
  }
}
