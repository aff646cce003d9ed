package io.usercenter.user.search;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.json.SimpleJsonpMapper;
import co.elastic.clients.transport.instrumentation.NoopInstrumentation;
import co.elastic.clients.transport.rest_client.RestClientOptions;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import io.usercenter.user.guard.Breaker;
import io.usercenter.user.metric.Elapsed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.apache.http.Header;
import org.apache.http.HttpHost;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.impl.nio.reactor.IOReactorConfig;
import org.apache.http.message.BasicHeader;
import org.elasticsearch.client.RequestOptions;
import org.elasticsearch.client.RestClient;
import org.elasticsearch.client.RestClientBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The official client, created at its first use: that costs half a CPU-second. Calls block, so they
 * belong on virtual threads.
 */
final class Elasticsearch {
  private static final int CONNECT_MILLIS = 500;
  private static final int CONNECTIONS = 32;

  /** For writing and for changes of indices, which nobody waits for. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final SearchConfig config;
  private final SearchMetrics metrics;
  private final Breaker breaker;
  private volatile @Nullable Clients clients;

  Elasticsearch(SearchConfig config, SearchMetrics metrics, Breaker breaker) {
    this.config = config;
    this.metrics = metrics;
    this.breaker = breaker;
  }

  /** One request. */
  interface Request<T> {
    T to(ElasticsearchClient client) throws IOException;
  }

  private record Clients(
      RestClientTransport transport, ElasticsearchClient quick, ElasticsearchClient patient) {}

  /** Fails with {@link SearchFailure}, within the configured timeout or shortly after. */
  <T> T quickly(String operation, Request<T> request) {
    return measured(operation, request, open().quick());
  }

  /** As {@link #quickly}, with more time. */
  <T> T patiently(String operation, Request<T> request) {
    return measured(operation, request, open().patient());
  }

  /** Whether anybody has asked for anything yet. */
  boolean used() {
    return clients != null;
  }

  void close() {
    Clients open = clients;
    if (open != null) {
      try {
        open.transport().close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private <T> T measured(String operation, Request<T> request, ElasticsearchClient client) {
    if (!breaker.allows()) {
      metrics.failed(operation, SearchFailure.Kind.UNAVAILABLE);
      throw new SearchFailure(SearchFailure.Kind.UNAVAILABLE, "the breaker is open", null);
    }
    Elapsed elapsed = Elapsed.start();
    try {
      T answer = request.to(client);
      breaker.succeeded();
      return answer;
    } catch (IOException | ElasticsearchException e) {
      throw counted(operation, translated(e));
    } finally {
      metrics.observe(operation, elapsed.millis());
    }
  }

  private SearchFailure counted(String operation, SearchFailure failure) {
    metrics.failed(operation, failure.kind());
    if (failure.outage()) {
      breaker.failed();
    } else {
      breaker.succeeded();
    }
    return failure;
  }

  private synchronized Clients open() {
    Clients open = clients;
    if (open == null) {
      RestClientTransport transport =
          new RestClientTransport(
              restClient(), SimpleJsonpMapper.INSTANCE, null, NoopInstrumentation.INSTANCE);
      open =
          new Clients(
              transport,
              new ElasticsearchClient(transport, options(config.timeout())),
              new ElasticsearchClient(transport, options(PATIENCE)));
      clients = open;
    }
    return open;
  }

  private RestClient restClient() {
    HttpHost[] hosts = config.hosts().stream().map(Elasticsearch::host).toArray(HttpHost[]::new);
    RestClientBuilder builder = RestClient.builder(hosts);
    if (!config.username().isEmpty()) {
      builder.setDefaultHeaders(new Header[] {authorization()});
    }
    return builder
        .setHttpClientConfigCallback(client ->
            client
                .setMaxConnPerRoute(CONNECTIONS)
                .setMaxConnTotal(CONNECTIONS * hosts.length)
                .setDefaultIOReactorConfig(IOReactorConfig.custom().setIoThreadCount(1).build()))
        .build();
  }

  private static HttpHost host(URI address) {
    int fallback = address.getScheme().equals("https") ? 443 : 80;
    int port = address.getPort() < 0 ? fallback : address.getPort();
    return new HttpHost(address.getHost(), port, address.getScheme());
  }

  private Header authorization() {
    byte[] credentials =
        (config.username() + ":" + config.password()).getBytes(StandardCharsets.UTF_8);
    return new BasicHeader(
        "Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
  }

  private static RestClientOptions options(Duration timeout) {
    RequestConfig limits =
        RequestConfig.custom()
            .setConnectionRequestTimeout(CONNECT_MILLIS)
            .setConnectTimeout(CONNECT_MILLIS)
            .setSocketTimeout((int) timeout.toMillis())
            .build();
    return new RestClientOptions.Builder(
            RequestOptions.DEFAULT.toBuilder().setRequestConfig(limits))
        .build();
  }

  private static SearchFailure translated(Exception cause) {
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof ElasticsearchException refusal) {
      return new SearchFailure(kind(refusal.status()), message, cause);
    }
    return new SearchFailure(
        cause instanceof SocketTimeoutException
            ? SearchFailure.Kind.TIMEOUT
            : SearchFailure.Kind.UNAVAILABLE,
        message,
        cause);
  }

  private static SearchFailure.Kind kind(int status) {
    return switch (status) {
      case 404 -> SearchFailure.Kind.MISSING;
      case 408, 504 -> SearchFailure.Kind.TIMEOUT;
      case 401, 403, 429 -> SearchFailure.Kind.UNAVAILABLE;
      default -> status >= 500 ? SearchFailure.Kind.UNAVAILABLE : SearchFailure.Kind.REJECTED;
    };
  }
}
