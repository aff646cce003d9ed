package io.usercenter.user.rpc;

import io.prometheus.client.CollectorRegistry;
import io.usercenter.user.guard.Breakers;
import io.usercenter.user.metric.CommandMetrics;
import io.usercenter.user.problem.Problem;
import io.usercenter.user.problem.ProblemException;
import io.usercenter.user.program.EventLoops;
import io.usercenter.user.search.Search;
import io.usercenter.user.search.SearchConfig;
import io.usercenter.user.search.SearchFailure;
import io.usercenter.user.store.Database;
import io.usercenter.user.store.Schema;
import io.usercenter.user.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;

/** Makes the search index anew from the table, beside services that go on serving. */
public final class Reindex {
  private Reindex() {}

  public static Future<?> run(EventLoops loops, RpcConfig config) {
    return config
        .search()
        .map(search -> run(loops.vertx(), config, search))
        .orElseThrow(() ->
            problem(
                "there is no index to make",
                "the configuration has no such block, or it is not enabled",
                "name the servers in Search.Hosts"));
  }

  private static Future<?> run(Vertx vertx, RpcConfig config, SearchConfig settings) {
    CollectorRegistry registry = new CollectorRegistry();
    Tracing tracing = Tracing.start(config.service().telemetry(), registry);
    Breakers breakers = new Breakers(registry);
    Database database =
        Database.open(
            vertx,
            config.stores().database(),
            CommandMetrics.sql(registry),
            tracing,
            breakers.of("postgres"));
    Search search =
        new Search(vertx, settings, database, registry, tracing, breakers.of("elasticsearch"));
    return config
        .service()
        .startup()
        .require(vertx, Backend.postgres(config, database))
        .compose(answer -> new Schema(config.stores().database()).update(database))
        .compose(done -> search.rebuild())
        .recover(cause -> Future.failedFuture(told(cause, settings)))
        .map(Reindex::finished)
        .eventually(search::close)
        .eventually(database::close)
        .onComplete(end -> tracing.close());
  }

  private static long finished(Optional<Long> users) {
    return users.orElseThrow(() ->
        problem(
            "the index is being made already",
            "another process holds the lock for it",
            "wait until it is done"));
  }

  private static Throwable told(Throwable cause, SearchConfig settings) {
    return cause instanceof SearchFailure failure
        ? new ProblemException(
            new Problem(
                "the index cannot be made",
                settings.toString(),
                String.valueOf(failure.getMessage()),
                "start Elasticsearch, or correct Search.Hosts; what was there is still searched"),
            cause)
        : cause;
  }

  private static ProblemException problem(String what, String why, String fix) {
    return new ProblemException(List.of(new Problem(what, "Search", why, fix)));
  }
}
