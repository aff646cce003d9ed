package io.usercenter.platform.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything that decides how a service runs, field by field, so that a difference explains itself.
 *
 * @param fields dotted path to value; long or secret values are given by their hash
 */
public record Fingerprint(SortedMap<String, String> fields) {

  public Fingerprint {
    fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
  }

  /** Paths whose values differ, sorted; empty when the two are equal. */
  public List<String> changedFields(Fingerprint other) {
    TreeSet<String> paths = new TreeSet<>(fields.keySet());
    paths.addAll(other.fields.keySet());
    List<String> changed = new ArrayList<>();
    for (String path : paths) {
      String mine = fields.get(path);
      if (mine == null || !mine.equals(other.fields.get(path))) {
        changed.add(path);
      }
    }
    return changed;
  }
}
