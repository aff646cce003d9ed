package io.usercenter.user.store;

import io.opentracing.Span;
import io.usercenter.user.model.User;
import io.usercenter.user.store.RedisTransactions.Watch;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a reader stores from outliving what a writer committed. A reader watches the user's
 * fence before it reads the row, and stores only if the fence is untouched; a writer touches the
 * fence and deletes the entry in one transaction after its commit. So whatever was read before the
 * commit is either stored before the deletion, or not at all.
 */
public final class CacheFence {
  private static final Logger LOG = LoggerFactory.getLogger(CacheFence.class);
  private static final String FENCE = "cache:public:users:fence:";

  /** Only the touch counts, not how long the key stays. */
  private static final int FENCE_SECONDS = 60;

  /** Until then what Redis has is outdated. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final RedisTransactions transactions;
  private final CacheMetrics metrics;

  public CacheFence(RedisTransactions transactions, CacheMetrics metrics) {
    this.transactions = transactions;
    this.metrics = metrics;
  }

  /** Invalidates what could not be invalidated when it was written. */
  public Outbox.Topic topic() {
    return new Outbox.Topic(
        "cache",
        LONGEST_PAUSE,
        (changes, span) ->
            invalidate(changes.stream().map(OutboxTable.Change::userId).distinct().toList(), span));
  }

  /** Loads, and stores what was loaded unless it may be outdated by then. */
  Future<Optional<User>> fill(long id, Supplier<Future<Optional<User>>> load, Span span) {
    return transactions
        .watch(FENCE + id, span)
        .compose(watch ->
            watch
                .map(fence -> load(id, fence, load, span))
                .orElseGet(() -> {
                  metrics.skipped.inc();
                  return load.get();
                }));
  }

  /** Fails when Redis did not take it; then it must be done again. */
  Future<?> invalidate(List<Long> ids, Span span) {
    List<Request> requests = new ArrayList<>();
    for (Long id : ids) {
      requests.add(Request.cmd(Command.SETEX).arg(FENCE + id).arg(FENCE_SECONDS).arg("1"));
      requests.add(Request.cmd(Command.DEL).arg(UserCache.key(id)));
    }
    return transactions
        .run(requests, span)
        .onSuccess(done -> metrics.invalidated.inc(ids.size()))
        .onFailure(cause -> {
          metrics.notInvalidated.inc(ids.size());
          LOG.warn("not invalidated yet: {}", String.valueOf(cause.getMessage()));
        });
  }

  private Future<Optional<User>> load(
      long id, Watch fence, Supplier<Future<Optional<User>>> load, Span span) {
    return load.get()
        .onFailure(cause -> fence.abandon())
        .compose(found ->
            fence
                .commit(UserCache.storing(id, found), span)
                .onSuccess(stored -> (stored ? metrics.stored : metrics.overtaken).inc())
                .onFailure(cause -> metrics.failed.inc())
                .otherwise(false)
                .map(done -> found));
  }
}
