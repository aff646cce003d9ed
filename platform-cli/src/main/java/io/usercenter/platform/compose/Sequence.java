package io.usercenter.platform.compose;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A YAML list. Mutable; equality is by content, not by place. */
final class Sequence implements Node {

  private final Place place;
  private final List<Node> items;
  private boolean override;

  Sequence(Place place) {
    this(place, new ArrayList<>());
  }

  Sequence(Place place, List<Node> items) {
    this.place = place;
    this.items = items;
  }

  @Override
  public Place place() {
    return place;
  }

  List<Node> items() {
    return items;
  }

  int size() {
    return items.size();
  }

  void add(Node item) {
    items.add(item);
  }

  /** True when tagged {@code !override}. */
  boolean override() {
    return override;
  }

  void markOverride() {
    override = true;
  }

  @Override
  public Sequence copy(Place newPlace) {
    Sequence copy = new Sequence(newPlace, new ArrayList<>(items.size()));
    for (Node item : items) {
      copy.items.add(item.copy());
    }
    copy.override = override;
    return copy;
  }

  @Override
  public String kind() {
    return "a list";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Sequence that && Nodes.same(this, that);
  }

  @Override
  public int hashCode() {
    return Nodes.hash(this);
  }
}
