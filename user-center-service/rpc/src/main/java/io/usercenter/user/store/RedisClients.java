package io.usercenter.user.store;

import io.usercenter.user.config.RedisNode;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;

/** Makes RESP2 clients without HELLO and CLIENT, which Pika and proxies answer with errors. */
final class RedisClients {
  private static final int CONNECT_MILLIS = 1000;

  /** A connection that is silent for this long is closed: an idle one, or one that hangs. */
  private static final int SILENCE_SECONDS = 5;

  private RedisClients() {}

  static Redis create(Vertx vertx, RedisNode node, int connections) {
    NetClientOptions net =
        new NetClientOptions()
            .setConnectTimeout(CONNECT_MILLIS)
            .setTcpNoDelay(true)
            .setReadIdleTimeout(SILENCE_SECONDS);
    if (node.tls()) {
      net.setSsl(true).setTrustAll(true).setHostnameVerificationAlgorithm("");
    }
    RedisOptions options =
        new RedisOptions()
            .setConnectionString((node.tls() ? "rediss://" : "redis://") + node.address())
            .setProtocolNegotiation(false)
            .setMaxPoolSize(connections)
            .setMaxWaitingHandlers(16 * 1024)
            .setNetClientOptions(net);
    if (!node.password().isEmpty()) {
      options.setPassword(node.password());
    }
    return Redis.createClient(vertx, options);
  }
}
