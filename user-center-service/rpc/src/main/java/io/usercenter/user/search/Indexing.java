package io.usercenter.user.search;

import io.opentracing.Span;
import io.usercenter.user.model.SearchableUser;
import io.usercenter.user.store.SearchTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Brings the index up to date with users that changed. */
final class Indexing {
  private final SearchTable table;
  private final UserIndex index;

  Indexing(SearchTable table, UserIndex index) {
    this.table = table;
    this.index = index;
  }

  /**
   * The indices are asked for after the changes were taken: one that a rebuild has added meanwhile
   * gets them, and one that it adds later is filled from rows that have them already.
   *
   * @param changed the version of the latest change by user
   */
  void bringUpToDate(Map<Long, Long> changed, Span span) {
    List<String> indices = Waiting.on(table.indices(span));
    if (indices.isEmpty()) {
      throw new SearchFailure(SearchFailure.Kind.MISSING, "there is no index yet", null);
    }
    index.write(indices, changes(changed, span));
  }

  private List<Change> changes(Map<Long, Long> changed, Span span) {
    Map<Long, Long> gone = new HashMap<>(changed);
    List<Change> changes = new ArrayList<>();
    for (SearchableUser user : Waiting.on(table.users(changed.keySet(), span))) {
      gone.remove(user.id());
      changes.add(new Change.Put(user));
    }
    gone.forEach((id, version) -> changes.add(new Change.Remove(id, version)));
    return changes;
  }
}
