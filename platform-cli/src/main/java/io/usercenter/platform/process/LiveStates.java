package io.usercenter.platform.process;

import io.usercenter.platform.supervisor.ChildState;
import io.usercenter.platform.supervisor.SupervisorClient;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** The children's states as the supervisor reports them, kept current by a thread of its own. */
final class LiveStates implements AutoCloseable {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, ChildState> states = new HashMap<>();
  private final Thread watcher;
  private Optional<IOException> broken = Optional.empty();

  LiveStates(SupervisorClient client) {
    watcher = Thread.ofVirtual().name("states").start(() -> watch(client));
  }

  private void watch(SupervisorClient client) {
    try {
      client.watch(this::put);
    } catch (IOException failure) {
      lock.lock();
      try {
        broken = Optional.of(failure);
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private void put(ChildState state) {
    lock.lock();
    try {
      states.put(state.name(), state);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the first state that satisfies the condition, or the last one seen when the limit
   * passes; empty when nothing was heard of the service.
   *
   * @throws IOException when the supervisor is gone
   */
  Optional<ChildState> await(String service, Predicate<ChildState> condition, Duration limit)
      throws InterruptedException, IOException {
    long left = limit.toNanos();
    lock.lockInterruptibly();
    try {
      while (left > 0) {
        if (broken.isPresent()) {
          throw broken.get();
        }
        ChildState state = states.get(service);
        if (state != null && condition.test(state)) {
          return Optional.of(state);
        }
        left = changed.awaitNanos(left);
      }
      return Optional.ofNullable(states.get(service));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    watcher.interrupt();
  }
}
