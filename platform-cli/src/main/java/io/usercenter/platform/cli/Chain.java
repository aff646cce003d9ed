package io.usercenter.platform.cli;

import io.usercenter.platform.cli.console.Json;
import io.usercenter.platform.cli.console.Measures;
import io.usercenter.platform.execute.Timeline;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The services that decided how long a run took. */
final class Chain {

  private Chain() {}

  /** Such as {@code postgres 2.1 s -> rpc 1.4 s}; empty when nothing was done. */
  static String text(Timeline timeline) {
    return byService(timeline).entrySet().stream()
        .map(link -> link.getKey() + " " + Measures.duration(link.getValue()))
        .collect(Collectors.joining(" -> "));
  }

  static List<Json> json(Timeline timeline) {
    return timeline.criticalChain().stream()
        .map(link ->
            Json.object()
                .put("service", link.step().service())
                .put("step", link.step().verb())
                .put("tookMillis", link.took().toMillis()))
        .toList();
  }

  private static Map<String, Duration> byService(Timeline timeline) {
    Map<String, Duration> sums = new LinkedHashMap<>();
    for (Timeline.Link link : timeline.criticalChain()) {
      sums.merge(link.step().service(), link.took(), Duration::plus);
    }
    return sums;
  }
}
