package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.CONFLICT;
import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.FAILED;
import static io.usercenter.platform.error.ExitCode.INTERRUPTED;
import static io.usercenter.platform.error.ExitCode.UNREACHABLE;

import io.usercenter.platform.cli.console.Console;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Installs what is in a bundle. */
@Command(
    name = "install",
    description = {
      "Verify a bundle, then give the engine its images, the cache its packages and the program a",
      "directory. A bundle in which a single file differs from its list is refused as a whole."
    },
    footer = {"", "Example:", "  platform bundle install stack.tar.gz --to /opt/platform"})
@Exits({DONE, FAILED, CONFLICT, UNREACHABLE, INTERRUPTED})
final class BundleInstallCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "What `platform bundle create` wrote.")
  Path bundle;

  @Option(
      names = "--to",
      paramLabel = "DIRECTORY",
      defaultValue = "platform-installed",
      description = "Where the program goes. Default: platform-installed.")
  Path target;

  @Option(names = "--no-images", description = "Leave the engine alone.")
  boolean noImages;

  private final Console console;
  private final Bundles bundles;

  BundleInstallCommand(Console console, Bundles bundles) {
    this.console = console;
    this.bundles = bundles;
  }

  @Override
  public Integer call() throws InterruptedException {
    bundles.install(bundle, target, new Bundles.Parts(!noImages, true), console::note);
    console.answer(
        "installed into %s%nnext: %s up --offline%n"
            .formatted(target, target.toAbsolutePath().normalize().resolve("platform")));
    return DONE.status();
  }
}
