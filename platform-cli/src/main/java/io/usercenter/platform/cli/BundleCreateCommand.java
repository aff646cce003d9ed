package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.CONFIGURATION;
import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.FAILED;
import static io.usercenter.platform.error.ExitCode.INTERRUPTED;
import static io.usercenter.platform.error.ExitCode.NOT_RUNNING;
import static io.usercenter.platform.error.ExitCode.UNREACHABLE;

import io.usercenter.platform.cli.console.Console;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a bundle. */
@Command(
    name = "create",
    description = {
      "Write the program, its configuration, the images and the packages of the native runtime",
      "into one archive, with a list of checksums."
    },
    footer = {"", "Example:", "  platform bundle create --output stack.tar.gz --no-native"})
@Exits({DONE, FAILED, CONFIGURATION, NOT_RUNNING, UNREACHABLE, INTERRUPTED})
final class BundleCreateCommand implements Callable<Integer> {

  @Mixin StackFlags stack;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The archive; a gzipped tar.")
  Path output;

  @Option(names = "--no-images", description = "Leave the images out; then no engine is needed.")
  boolean noImages;

  @Option(names = "--no-native", description = "Leave out what the native runtime starts.")
  boolean noNative;

  private final Console console;
  private final Bundles bundles;

  BundleCreateCommand(Console console, Bundles bundles) {
    this.console = console;
    this.bundles = bundles;
  }

  @Override
  public Integer call() throws InterruptedException {
    bundles.create(stack.options(), new Bundles.Parts(!noImages, !noNative), output, console::note);
    console.answer("wrote " + output + "\n");
    return DONE.status();
  }
}
