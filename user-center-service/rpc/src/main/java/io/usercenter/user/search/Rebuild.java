package io.usercenter.user.search;

import io.opentracing.Span;
import io.usercenter.user.metric.Elapsed;
import io.usercenter.user.model.SearchableUser;
import io.usercenter.user.search.UserIndex.Known;
import io.usercenter.user.store.SearchTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a new index from the table while the old one is searched, then lets the alias point to it.
 *
 * <p>The new index is named in the table before the first row is copied, so from then on every
 * change goes to both. Documents carry the version of their row: a late copy neither replaces a
 * newer state nor brings back a user deleted meanwhile. Of an interrupted run only the name and the
 * index are left, and the next one removes both.
 */
final class Rebuild {
  private static final Logger LOG = LoggerFactory.getLogger(Rebuild.class);
  private static final int BATCH = 500;
  private static final int ATTEMPTS = 5;

  private final SearchTable table;
  private final UserIndex index;
  private final Duration grace;

  /**
   * @param grace for searches that began on the old index
   */
  Rebuild(SearchTable table, UserIndex index, Duration grace) {
    this.table = table;
    this.index = index;
    this.grace = grace;
  }

  /** Whether the index that is searched is one that changes are written to, in today's form. */
  boolean needed(Span span) {
    List<String> written = Waiting.on(table.indices(span));
    return index.known().stream()
        .noneMatch(known ->
            known.live()
                && written.contains(known.name())
                && known.version() >= UserIndex.wantedVersion());
  }

  /** Only one process at a time may do this. Returns the number of users copied. */
  long run(Span span) {
    Elapsed elapsed = Elapsed.start();
    List<Known> known = index.known();
    Optional<String> live = known.stream().filter(Known::live).map(Known::name).findFirst();
    List<String> names = new ArrayList<>(Waiting.on(table.indices(span)));
    Waiting.on(table.keepOnlyIndex(live.orElse(""), span));
    known.stream().filter(it -> !it.live()).map(Known::name).forEach(index::delete);

    known.forEach(it -> names.add(it.name()));
    String name = index.next(names);
    index.create(name);
    Waiting.on(table.addIndex(name, span));
    long copied = copy(name, span);
    index.refresh(name);
    index.goLive(name, live);
    Waiting.on(table.keepOnlyIndex(name, span));
    live.ifPresent(this::retire);
    LOG.info("{} holds {} users after {}", name, copied, Elapsed.text(elapsed.millis()));
    return copied;
  }

  private void retire(String old) {
    pause(grace);
    index.delete(old);
  }

  private long copy(String name, Span span) {
    long copied = 0;
    long last = Long.MIN_VALUE;
    List<SearchableUser> users;
    do {
      users = Waiting.on(table.usersAfter(last, BATCH, span));
      write(name, users.stream().<Change>map(Change.Put::new).toList());
      copied += users.size();
      last = users.isEmpty() ? last : users.getLast().id();
    } while (users.size() == BATCH);
    return copied;
  }

  private void write(String name, List<Change> changes) {
    for (int attempt = 1; ; attempt++) {
      try {
        index.write(List.of(name), changes);
        return;
      } catch (SearchFailure failure) {
        if (!failure.outage() || attempt == ATTEMPTS) {
          throw failure;
        }
        pause(Duration.ofSeconds(attempt));
      }
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
