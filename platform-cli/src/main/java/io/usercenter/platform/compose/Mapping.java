package io.usercenter.platform.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A YAML mapping in the order of the file. Mutable; equality is by content, not by place. */
final class Mapping implements Node {

  private final Place place;
  private final Map<String, Node> entries;
  private final List<Mapping> merged;
  private boolean override;

  Mapping(Place place) {
    this(place, new LinkedHashMap<>(), new ArrayList<>(0));
  }

  private Mapping(Place place, Map<String, Node> entries, List<Mapping> merged) {
    this.place = place;
    this.entries = entries;
    this.merged = merged;
  }

  @Override
  public Place place() {
    return place;
  }

  Map<String, Node> entries() {
    return entries;
  }

  /** Mappings taken in with {@code <<} and not folded in yet; the first one wins. */
  List<Mapping> merged() {
    return merged;
  }

  @Nullable Node get(String key) {
    return entries.get(key);
  }

  boolean has(String key) {
    return entries.containsKey(key);
  }

  void put(String key, Node value) {
    entries.put(key, value);
  }

  /** Sets text, a number, a Boolean or nothing at the place of this mapping. */
  void set(String key, @Nullable Object value) {
    entries.put(key, new Scalar(place, value));
  }

  void remove(String key) {
    entries.remove(key);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  @Nullable Mapping mapping(String key) {
    return Node.mapping(entries.get(key));
  }

  @Nullable Sequence sequence(String key) {
    return Node.sequence(entries.get(key));
  }

  @Nullable String text(String key) {
    return Node.text(entries.get(key));
  }

  /** True when tagged {@code !override}. */
  boolean override() {
    return override;
  }

  void markOverride() {
    override = true;
  }

  @Override
  public Mapping copy(Place newPlace) {
    Mapping copy = new Mapping(newPlace);
    for (Map.Entry<String, Node> entry : entries.entrySet()) {
      copy.entries.put(entry.getKey(), entry.getValue().copy());
    }
    for (Mapping each : merged) {
      copy.merged.add(each.copy(each.place()));
    }
    copy.override = override;
    return copy;
  }

  @Override
  public String kind() {
    return "a mapping";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Mapping that && Nodes.same(this, that);
  }

  @Override
  public int hashCode() {
    return Nodes.hash(this);
  }
}
