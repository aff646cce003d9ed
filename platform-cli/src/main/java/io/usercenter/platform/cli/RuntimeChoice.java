package io.usercenter.platform.cli;

import io.usercenter.platform.cli.StackOptions.Choice;
import io.usercenter.platform.docker.Engine;
import io.usercenter.platform.docker.Obtainable;
import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.process.Recipes;
import io.usercenter.platform.stack.Stack;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What the services of a stack run as.
 *
 * @param engine that runs them as containers; empty for processes
 * @param dispensable services the stack can do without, when their image cannot be had
 * @param reason for users; empty when it was not chosen by us
 */
record RuntimeChoice(Optional<Engine> engine, Set<String> dispensable, String reason) {

  /**
   * @param stack as processes
   * @param contained the same as containers; read only when it has to be chosen
   * @param built services whose image the engine builds
   */
  static RuntimeChoice of(
      Choice wanted,
      Stack stack,
      Supplier<Stack> contained,
      Set<String> built,
      Recipes recipes,
      Map<String, String> environment,
      boolean offline) {
    Set<String> dispensable = new LinkedHashSet<>();
    for (String service : stack.services().keySet()) {
      recipes.statedAbsence(service).ifPresent(_ -> dispensable.add(service));
    }
    try {
      return switch (wanted == Choice.AUTO ? preferred(environment) : wanted) {
        case NATIVE -> new RuntimeChoice(Optional.empty(), dispensable, "");
        case DOCKER -> new RuntimeChoice(Optional.of(Engine.connect(environment)), dispensable, "");
        case AUTO -> automatic(contained, dispensable, built, environment, offline);
      };
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException());
    }
  }

  private static Choice preferred(Map<String, String> environment) {
    String preferred = environment.getOrDefault("PLATFORM_RUNTIME", "auto");
    for (Choice choice : Choice.values()) {
      if (choice.name().equalsIgnoreCase(preferred)) {
        return choice;
      }
    }
    throw new UserError(
        ExitCode.USAGE,
        "there is no runtime '" + preferred + "'",
        "PLATFORM_RUNTIME",
        "it is auto, docker or native",
        "correct or unset the variable");
  }

  private static RuntimeChoice automatic(
      Supplier<Stack> contained,
      Set<String> dispensable,
      Set<String> built,
      Map<String, String> environment,
      boolean offline)
      throws InterruptedException {
    Engine engine;
    try {
      engine = Engine.connect(environment);
    } catch (UserError none) {
      return natively(dispensable, none.problems().getFirst().what());
    }
    Optional<String> missing =
        Obtainable.firstMissing(engine, contained.get(), dispensable, built, offline);
    if (missing.isPresent()) {
      engine.close();
      return natively(dispensable, engine.product() + " answers, but " + missing.get());
    }
    return new RuntimeChoice(
        Optional.of(engine),
        dispensable,
        "runtime: docker, because " + engine.product() + " answers and has the images");
  }

  private static RuntimeChoice natively(Set<String> dispensable, String why) {
    return new RuntimeChoice(Optional.empty(), dispensable, "runtime: native, because " + why);
  }
}
