package io.usercenter.platform.execute;

import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * When each step of a plan began and ended, measured from the start of the run.
 *
 * @param spans by index into the plan's nodes; steps that were skipped are absent
 */
public record Timeline(Plan plan, Map<Integer, Span> spans) {

  public Timeline {
    spans = Map.copyOf(spans);
  }

  /** Offsets from the start of the run. */
  public record Span(Duration begin, Duration end) {}

  /** One link of the chain that decided how long the run took. */
  public record Link(Step step, Duration took) {}

  public Duration total() {
    return spans.values().stream()
        .map(Span::end)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** From the first step to the last one to end: each link is what the next one waited for. */
  public List<Link> criticalChain() {
    List<Link> chain = new ArrayList<>();
    int index = lastToEnd(IntStream.range(0, plan.nodes().size()).boxed().toList());
    while (index >= 0) {
      Span span = spans.get(index);
      if (span != null) {
        chain.add(new Link(plan.nodes().get(index).step(), span.end().minus(span.begin())));
      }
      index = lastToEnd(plan.nodes().get(index).after());
    }
    Collections.reverse(chain);
    return chain;
  }

  private int lastToEnd(List<Integer> indexes) {
    return indexes.stream()
        .filter(spans::containsKey)
        .max(Comparator.comparing(index -> end(index)))
        .orElse(-1);
  }

  private Duration end(int index) {
    Span span = spans.get(index);
    return span == null ? Duration.ZERO : span.end();
  }
}
