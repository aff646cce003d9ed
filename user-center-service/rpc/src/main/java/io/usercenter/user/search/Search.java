package io.usercenter.user.search;

import io.opentracing.Span;
import io.opentracing.tag.Tags;
import io.prometheus.client.CollectorRegistry;
import io.usercenter.user.guard.Breaker;
import io.usercenter.user.store.Database;
import io.usercenter.user.store.Outbox;
import io.usercenter.user.store.Outbox.Topic;
import io.usercenter.user.store.OutboxTable;
import io.usercenter.user.store.SearchTable;
import io.usercenter.user.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything about Elasticsearch, for event loops: nothing here waits on the caller's thread. */
public final class Search {
  private static final Logger LOG = LoggerFactory.getLogger(Search.class);

  /** More would only queue inside Elasticsearch. */
  private static final int AT_ONCE = 32;

  private static final Optional<Long> NOTHING_TO_DO = Optional.of(0L);
  private static final long PAUSE_MILLIS = 1000;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private final Vertx vertx;
  private final Tracing tracing;
  private final SearchConfig config;
  private final Elasticsearch elasticsearch;
  private final UserSearch users;
  private final SearchTable table;
  private final Indexing indexing;
  private final Rebuild rebuild;
  private final Semaphore permits = new Semaphore(AT_ONCE);
  private final AtomicBoolean preparing = new AtomicBoolean();
  private volatile boolean closed;

  public Search(
      Vertx vertx,
      SearchConfig config,
      Database database,
      CollectorRegistry registry,
      Tracing tracing,
      Breaker breaker) {
    this.vertx = vertx;
    this.tracing = tracing;
    this.config = config;
    SearchMetrics metrics = new SearchMetrics(registry);
    elasticsearch = new Elasticsearch(config, metrics, breaker);
    users = new UserSearch(elasticsearch, config.index(), config.timeout());
    table = new SearchTable(database);
    UserIndex index = new UserIndex(elasticsearch, metrics, config.index());
    indexing = new Indexing(table, index);
    rebuild = new Rebuild(table, index, config.timeout());
  }

  /** The changes that the index follows. */
  public Topic topic() {
    return new Topic("search", LONGEST_PAUSE, this::index);
  }

  /** Sees to it that there is an index, and follows the changes. */
  public void start(Outbox outbox) {
    prepare();
    outbox.start();
  }

  /** Fails with {@link SearchFailure}, in time. */
  public Future<FoundUsers> find(String query, int limit, Optional<Cursor> after, Span parent) {
    if (!permits.tryAcquire()) {
      return Future.failedFuture(
          new SearchFailure(SearchFailure.Kind.UNAVAILABLE, "too many search at once", null));
    }
    Span span = client("search", parent);
    Callable<FoundUsers> work =
        () -> {
          try {
            return users.find(query, limit, after);
          } finally {
            permits.release();
          }
        };
    return Waiting.elsewhere(vertx, "search", work)
        .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(answer -> {
          Tags.ERROR.set(span, answer.failed());
          span.finish();
        })
        .recover(cause -> Future.failedFuture(inTime(cause)))
        .onFailure(this::prepareWhenMissing);
  }

  /** Searches once, whatever comes of it. */
  public Future<?> rehearse() {
    Span span = background("search/rehearsal");
    return find("a", 1, Optional.empty(), span).onComplete(done -> span.finish()).otherwiseEmpty();
  }

  private Future<?> index(List<OutboxTable.Change> changed, Span parent) {
    Map<Long, Long> versions = new HashMap<>();
    changed.forEach(change -> versions.merge(change.userId(), change.version(), Math::max));
    Span span = client("bulk", parent);
    Callable<Boolean> work =
        () -> {
          indexing.bringUpToDate(versions, span);
          return true;
        };
    return Waiting.elsewhere(vertx, "search-index", work)
        .onFailure(this::prepareWhenMissing)
        .onComplete(done -> {
          Tags.ERROR.set(span, done.failed());
          span.finish();
        });
  }

  /** Succeeds with the number of users; empty when another process is at it. */
  public Future<Optional<Long>> rebuild() {
    Span span = background("search/rebuild");
    return table
        .whileRebuilding(() -> Waiting.elsewhere(vertx, "search-rebuild", () -> rebuild.run(span)))
        .onComplete(done -> span.finish());
  }

  /** Before anybody needs Elasticsearch it is not asked. */
  public Future<?> ping() {
    return elasticsearch.used()
        ? Waiting.elsewhere(
            vertx, "search-ping", () -> elasticsearch.quickly("ping", client -> client.ping()))
        : Future.failedFuture("not asked yet");
  }

  public Future<?> close() {
    closed = true;
    return Waiting.elsewhere(
        vertx,
        "search-close",
        () -> {
          elasticsearch.close();
          return true;
        });
  }

  private Span client(String operation, Span parent) {
    return tracing
        .client("elasticsearch", parent)
        .setTag("db.system", "elasticsearch")
        .setTag("db.operation", operation);
  }

  private static Throwable inTime(Throwable cause) {
    return cause instanceof TimeoutException
        ? new SearchFailure(SearchFailure.Kind.TIMEOUT, "no answer in time", cause)
        : cause;
  }

  private void prepareWhenMissing(Throwable cause) {
    if (cause instanceof SearchFailure failure && failure.kind() == SearchFailure.Kind.MISSING) {
      prepare();
    }
  }

  /** Builds the index if it is needed, again and again until that has succeeded. */
  private void prepare() {
    if (preparing.compareAndSet(false, true)) {
      attempt(PAUSE_MILLIS);
    }
  }

  private void attempt(long pauseMillis) {
    if (closed) {
      return;
    }
    Span span = background("search/prepare");
    Waiting.elsewhere(vertx, "search-prepare", () -> rebuild.needed(span))
        .compose(needed -> needed ? rebuild() : Future.succeededFuture(NOTHING_TO_DO))
        .onComplete(done -> {
          span.finish();
          if (done.failed()) {
            LOG.warn("the search index cannot be prepared: {}", reason(done.cause()));
          }
          if (done.succeeded() && done.result().isPresent()) {
            preparing.set(false);
          } else {
            long longer = Math.min(2 * pauseMillis, LONGEST_PAUSE.toMillis());
            vertx.setTimer(pauseMillis, tick -> attempt(longer));
          }
        });
  }

  private Span background(String name) {
    return tracing.server(name, MultiMap.caseInsensitiveMultiMap());
  }

  private static String reason(Throwable cause) {
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
