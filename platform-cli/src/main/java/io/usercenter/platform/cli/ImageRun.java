package io.usercenter.platform.cli;

import io.usercenter.platform.execute.Actor;
import io.usercenter.platform.execute.Progress;
import io.usercenter.platform.image.LocalImages;
import io.usercenter.platform.image.LocalImages.State;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.Plan.Node;
import io.usercenter.platform.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Acts on images as the executor wants it: a step for each of them. */
final class ImageRun implements Actor {

  /** What is done to one image. */
  @FunctionalInterface
  interface Act {

    void on(String image, Progress progress) throws InterruptedException;
  }

  private final Act act;

  ImageRun(Act act) {
    this.act = act;
  }

  /** Those named and those below them, in the order they are made; all when none is named. */
  static List<String> withThoseBelow(LocalImages images, Collection<String> named) {
    Set<String> wanted = new LinkedHashSet<>();
    named.forEach(name -> add(images, name, wanted));
    return images.names().stream()
        .filter(name -> named.isEmpty() || wanted.contains(name))
        .toList();
  }

  private static void add(LocalImages images, String name, Set<String> wanted) {
    images.beside(name).keySet().forEach(other -> add(images, other, wanted));
    images.from(name).ifPresent(below -> add(images, below, wanted));
    wanted.add(name);
  }

  /** The steps for images that are not as they would be made now, with the cause of each. */
  static Plan plan(LocalImages images, Map<String, State> states, boolean anew) {
    List<Node> nodes = new ArrayList<>();
    Map<String, Integer> indexes = new LinkedHashMap<>();
    states.forEach((name, state) -> {
      String cause =
          switch (state) {
            case MISSING -> "the engine does not have " + images.reference(name).orElse(name);
            case CHANGED -> "what it is made from has changed";
            case CURRENT -> anew ? "it was asked for" : "";
            case FOREIGN, ABSENT -> "";
          };
      if (!cause.isEmpty()) {
        List<Integer> before = new ArrayList<>();
        Stream.concat(images.from(name).stream(), images.beside(name).keySet().stream())
            .flatMap(other -> Stream.ofNullable(indexes.get(other)))
            .forEach(before::add);
        indexes.put(name, nodes.size());
        nodes.add(new Node(new Step.Prepare(name, cause), before));
      }
    });
    return new Plan(nodes, List.of());
  }

  /** One step for each, none after another. */
  static Plan each(Collection<String> images, String cause) {
    return new Plan(
        images.stream().map(name -> new Node(new Step.Prepare(name, cause), List.of())).toList(),
        List.of());
  }

  @Override
  public void check(Plan plan) {}

  @Override
  public void act(Step step, Duration limit, Progress progress) throws InterruptedException {
    act.on(step.service(), progress);
  }
}
