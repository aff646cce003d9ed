package io.usercenter.user.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Joins everybody who asks for one key to the load that is already under way, process-wide. */
public final class InFlight<K, V> {
  private final ConcurrentHashMap<K, Future<V>> loads = new ConcurrentHashMap<>();

  Future<V> load(K key, Supplier<Future<V>> loader) {
    Promise<V> mine = Promise.promise();
    Future<V> running = loads.putIfAbsent(key, mine.future());
    if (running != null) {
      return running;
    }
    return loader
        .get()
        .onComplete(result -> {
          loads.remove(key);
          mine.handle(result);
        });
  }
}
