package io.usercenter.platform.doctor;

import io.usercenter.platform.wire.Address;
import io.usercenter.platform.wire.OneLine;
import io.usercenter.platform.wire.WireException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prometheus can read every target it was given. */
record ScrapedTargets(Address prometheus) implements Examination {

  private static final String NAME = "Prometheus targets";
  private static final String WHY = "without its metrics a fault goes unseen and no alert fires";

  @Override
  public List<Finding> findings() {
    try {
      return judged(Answers.get(prometheus, "/api/v1/targets?state=active"));
    } catch (WireException failure) {
      return List.of(Finding.fail(NAME, failure.reason(), WHY, "platform logs prometheus"));
    }
  }

  private static List<Finding> judged(Map<String, Object> answer) {
    List<Finding> down = new ArrayList<>();
    int up = 0;
    if (map(answer.get("data")).get("activeTargets") instanceof List<?> targets) {
      for (Object target : targets) {
        if ("up".equals(map(target).get("health"))) {
          up++;
        } else {
          down.add(down(map(target)));
        }
      }
    }
    if (up == 0 && down.isEmpty()) {
      return List.of(Finding.warn(NAME, "there are none", WHY, "platform up"));
    }
    return down.isEmpty() ? List.of(Finding.ok(NAME, up + " are up", WHY)) : down;
  }

  private static Finding down(Map<?, ?> target) {
    Map<?, ?> labels = map(target.get("labels"));
    String error = OneLine.of(String.valueOf(target.get("lastError")), 120);
    return Finding.warn(
        NAME,
        labels.get("job")
            + " at "
            + labels.get("instance")
            + " is "
            + target.get("health")
            + (error.isEmpty() ? "" : ": " + error),
        WHY,
        "platform status, then docs/runbooks/TargetDown.md");
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }
}
