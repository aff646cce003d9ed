package io.usercenter.platform.docker;

import io.usercenter.platform.error.UserError;
import io.usercenter.platform.stack.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether an engine has the images of a stack, or can get them. */
public final class Obtainable {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private Obtainable() {}

  /**
   * What is in the way of running the stack there; empty when nothing is.
   *
   * @param dispensable services that need not run
   * @param builds services whose image the engine builds
   * @param offline whether no registry may be asked
   */
  public static Optional<String> firstMissing(
      Engine engine, Stack stack, Set<String> dispensable, Set<String> builds, boolean offline)
      throws InterruptedException {
    Naming naming = new Naming(stack);
    Images images = new Images(engine);
    List<String> services = new ArrayList<>(stack.services().keySet());
    services.removeAll(dispensable);
    services.removeAll(builds);
    List<Boolean> here =
        Parallel.map(services, service -> images.find(naming.image(service)).isPresent());
    for (int index = 0; index < services.size(); index++) {
      String service = services.get(index);
      boolean built = stack.definition().service(service).get("build") != null;
      if (!here.get(index) && (offline || built || !inRegistry(engine, naming.image(service)))) {
        return Optional.of("it lacks the image " + naming.image(service));
      }
    }
    return Optional.empty();
  }

  private static boolean inRegistry(Engine engine, String image) throws InterruptedException {
    try {
      engine.call("GET", "/distribution/" + image + "/json", null, LIMIT);
      return true;
    } catch (Refusal refusal) {
      return refusal.isUnsupported();
    } catch (UserError unobtainable) {
      return false;
    }
  }
}
