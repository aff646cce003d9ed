package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.CONFIGURATION;
import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.ENVIRONMENT;
import static io.usercenter.platform.error.ExitCode.FAILED;
import static io.usercenter.platform.error.ExitCode.INTERRUPTED;
import static io.usercenter.platform.error.ExitCode.PARTIAL;
import static io.usercenter.platform.error.ExitCode.UNREACHABLE;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.cli.console.Measures;
import io.usercenter.platform.execute.Timeline;
import io.usercenter.platform.image.LocalImages;
import io.usercenter.platform.image.LocalImages.State;
import io.usercenter.platform.plan.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes images from local artifacts. */
@Command(
    name = "build",
    description = {
      "Make images from the packages that the native runtime uses, and give them to the engine",
      "under the names of the Compose files. An image that was not made here is left alone."
    },
    footer = {"", "Example:", "  platform images build postgres redis"})
@Exits({DONE, FAILED, ENVIRONMENT, CONFIGURATION, PARTIAL, UNREACHABLE, INTERRUPTED})
final class ImagesBuildCommand implements Callable<Integer> {

  private static final Duration NO_WAITS = Duration.ZERO;

  @Mixin StackFlags stack;
  @Mixin JsonFlag json;

  @Parameters(
      paramLabel = "IMAGE",
      arity = "0..*",
      description = "Services whose image is made. Default: all.")
  List<String> names = new ArrayList<>();

  @Option(names = "--no-cache", description = "Also those that are up to date.")
  boolean noCache;

  private final Console console;
  private final StackImages.Opener images;

  ImagesBuildCommand(Console console, StackImages.Opener images) {
    this.console = console;
    this.images = images;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (StackImages open = images.open(stack.options())) {
      LocalImages local = open.local();
      List<String> wanted = ImageRun.withThoseBelow(local, names);
      local.expect(wanted);
      Map<String, State> states = states(local, wanted);
      Plan plan = ImageRun.plan(local, states, noCache);
      Timeline timeline =
          new PlanRun(
                  console,
                  new PlanRun.Request(
                      "images of " + open.stack(), NO_WAITS, json.json, "platform images build"))
              .carryOut(
                  new ImageRun((name, progress) -> local.build(name, noCache, progress)), plan);
      if (!json.json) {
        report(local, states, plan, timeline);
      }
      return DONE.status();
    }
  }

  private Map<String, State> states(LocalImages local, List<String> wanted)
      throws InterruptedException {
    Map<String, State> states = new LinkedHashMap<>();
    for (String name : wanted) {
      states.put(name, local.state(name, (_, _, _) -> {}));
    }
    return states;
  }

  private void report(LocalImages local, Map<String, State> states, Plan plan, Timeline timeline) {
    states.forEach((name, state) -> {
      if (state == State.FOREIGN) {
        console.note(
            "kept %s: it was not made here (docker rmi %2$s first to have it made)"
                .formatted(name, local.reference(name).orElse(name)));
      }
    });
    if (names.isEmpty()) {
      local.absent().forEach((name, reason) -> console.note("not made: " + name + ": " + reason));
    }
    console.answer(
        plan.nodes().isEmpty()
            ? "nothing to do: %d images are up to date%n".formatted(states.size())
            : "made %d images in %s; %d were up to date%n"
                .formatted(
                    plan.nodes().size(),
                    Measures.duration(timeline.total()),
                    states.size() - plan.nodes().size()));
  }
}
