package io.usercenter.user.metric;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;

/** {@code rpc_server_requests_*} or {@code rpc_client_requests_*}; the code is gRPC's number. */
public final class RpcMetrics {
  private final Histogram duration;
  private final Counter codes;

  private RpcMetrics(String side, CollectorRegistry registry) {
    duration =
        Histogram.build(
                "rpc_%s_requests_duration_ms".formatted(side),
                "rpc %s requests duration(ms).".formatted(side))
            .labelNames("method")
            .buckets(Buckets.RPC)
            .register(registry);
    codes =
        Counter.build(
                "rpc_%s_requests_code_total".formatted(side),
                "rpc %s requests code count.".formatted(side))
            .labelNames("method", "code")
            .register(registry);
  }

  public static RpcMetrics server(CollectorRegistry registry) {
    return new RpcMetrics("server", registry);
  }

  public static RpcMetrics client(CollectorRegistry registry) {
    return new RpcMetrics("client", registry);
  }

  public void observe(String method, int code, double millis) {
    duration.labels(method).observe(millis);
    codes.labels(method, Integer.toString(code)).inc();
  }
}
