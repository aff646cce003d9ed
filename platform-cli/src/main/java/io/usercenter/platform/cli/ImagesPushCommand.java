package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.CONFIGURATION;
import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.INTERRUPTED;
import static io.usercenter.platform.error.ExitCode.PARTIAL;
import static io.usercenter.platform.error.ExitCode.UNREACHABLE;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.image.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Sends images to a registry, under the names at which a mirror of Docker Hub has them. */
@Command(
    name = "push",
    description = "Send images of the stack to a registry, which can then be the engine's mirror.",
    footer = {"", "Example:", "  platform images push registry.example.org:5000"})
@Exits({DONE, CONFIGURATION, PARTIAL, UNREACHABLE, INTERRUPTED})
final class ImagesPushCommand implements Callable<Integer> {

  @Mixin StackFlags stack;
  @Mixin JsonFlag json;

  @Parameters(index = "0", paramLabel = "REGISTRY", description = "Host and port of the registry.")
  String registry;

  @Parameters(
      index = "1..*",
      paramLabel = "IMAGE",
      description = "Services whose image is sent. Default: all that the engine has.")
  List<String> names = new ArrayList<>();

  private final Console console;
  private final StackImages.Opener images;

  ImagesPushCommand(Console console, StackImages.Opener images) {
    this.console = console;
    this.images = images;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (StackImages open = images.open(stack.options())) {
      Map<String, String> digests = new ConcurrentSkipListMap<>();
      List<String> chosen = new ArrayList<>(names);
      if (chosen.isEmpty()) {
        for (String name : open.local().names()) {
          if (open.local().known(name).isPresent()) {
            chosen.add(name);
          }
        }
      }
      new PlanRun(
              console,
              new PlanRun.Request(
                  "push to " + registry, Duration.ZERO, json.json, "platform images push"))
          .carryOut(
              new ImageRun((name, progress) -> {
                Reference source = Reference.of(open.local().reference(name).orElse(name));
                Reference target = source.in(registry);
                open.engine().tag(source.toString(), target);
                try {
                  digests.put(target.toString(), open.engine().push(target, progress));
                } finally {
                  open.engine().untag(target);
                }
              }),
              ImageRun.each(chosen, "push was asked for"));
      if (!json.json) {
        digests.forEach((name, digest) -> console.answer(name + " " + digest + "\n"));
      }
      return DONE.status();
    }
  }
}
