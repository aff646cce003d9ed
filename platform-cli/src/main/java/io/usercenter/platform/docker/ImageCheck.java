package io.usercenter.platform.docker;

import io.usercenter.platform.error.Problem;
import io.usercenter.platform.error.Problems;
import io.usercenter.platform.error.UserError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sees to it before anything is changed that every image is here or can be pulled. */
final class ImageCheck {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Engine engine;
  private final Naming naming;
  private final Images images;
  private final ImageBuilds builds;
  private final Problems problems;

  ImageCheck(Engine engine, Naming naming, Images images, ImageBuilds builds, Problems problems) {
    this.engine = engine;
    this.naming = naming;
    this.images = images;
    this.builds = builds;
    this.problems = problems;
  }

  void check(Set<String> services) throws InterruptedException {
    List<Optional<Problem>> found =
        Parallel.map(List.copyOf(services), service -> problem(service));
    found.forEach(
        each -> each.ifPresent(it -> problems.add(it.what(), it.where(), it.why(), it.fix())));
  }

  private Optional<Problem> problem(String service) throws InterruptedException {
    String name = naming.image(service);
    if (builds.isDue(service, images.find(name))) {
      return buildable(service);
    }
    if (images.find(name).isPresent() || images.maker().makes(service)) {
      return Optional.empty();
    }
    Map<String, ?> fields = naming.stack().definition().service(service);
    String policy = Tree.text(fields, "pull_policy");
    if (fields.get("build") != null || policy.equals("never") || policy.equals("build")) {
      return Optional.of(
          problem(service, "image", name, "it is not here, and is not pulled but built"));
    }
    return pullable(service, "image", name);
  }

  private Optional<Problem> buildable(String service) throws InterruptedException {
    Optional<Problem> problem = builds.problem(service);
    if (problem.isPresent()) {
      return problem;
    }
    for (String base : builds.baseImages(service)) {
      if (problem.isEmpty() && images.find(base).isEmpty()) {
        problem = pullable(service, "build", base);
      }
    }
    return problem;
  }

  private Optional<Problem> pullable(String service, String key, String name)
      throws InterruptedException {
    try {
      engine.call("GET", "/distribution/" + name + "/json", null, LIMIT);
      return Optional.empty();
    } catch (Refusal refusal) {
      if (refusal.isUnsupported()) {
        return Optional.empty();
      }
      return Optional.of(problem(service, key, name, "it is not here, and " + refusal.said()));
    } catch (UserError late) {
      return Optional.of(
          problem(service, key, name, "it is not here, and " + late.problems().getFirst().why()));
    }
  }

  private static Problem problem(String service, String key, String name, String why) {
    Problem general = Images.unobtainable(name, why).problems().getFirst();
    return new Problem(
        general.what(), "services." + service + "." + key, general.why(), general.fix());
  }
}
