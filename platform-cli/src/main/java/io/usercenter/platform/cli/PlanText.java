package io.usercenter.platform.cli;

import io.usercenter.platform.cli.console.Json;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.Plan.Node;
import java.util.ArrayList;
import java.util.List;

/** A plan for people, and for programs with schema {@code platform.plan/1}. */
final class PlanText {

  private PlanText() {}

  static String render(Plan plan, boolean json, String stack) {
    if (json) {
      return json(plan, stack);
    }
    return plan.changes() ? plan.render() : plan.render() + "nothing to do\n";
  }

  private static String json(Plan plan, String stack) {
    List<Json> steps = new ArrayList<>();
    for (Node node : plan.nodes()) {
      steps.add(
          Json.object()
              .put("step", node.step().verb())
              .put("service", node.step().service())
              .put("cause", node.step().cause())
              .put("after", node.after()));
    }
    return Json.schema("platform.plan/1")
        .put("stack", stack)
        .put("changes", plan.changes())
        .put("steps", steps)
        .put("notes", plan.notes())
        .pretty();
  }
}
