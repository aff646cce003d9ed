package io.usercenter.platform.cli;

import io.usercenter.platform.cli.StackOptions.Choice;
import io.usercenter.platform.cli.StackOptions.Environment;
import io.usercenter.platform.cli.StackOptions.Placement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that choose a stack, without those for files. */
final class TargetFlags {

  @Option(
      names = "--env",
      paramLabel = "dev|prod",
      description =
          "Environment: dev adds the development overlay. Default: as it was brought up, or dev.")
  @Nullable Environment environment;

  @Option(
      names = "--name",
      paramLabel = "STACK",
      description = "Name of the stack, to run several side by side.")
  @Nullable String name;

  @Option(
      names = "--port-offset",
      paramLabel = "N",
      description = "Add N to every published port. Default: as it was brought up, or 0.")
  @Nullable Integer portOffset;

  @Option(
      names = "--expose",
      negatable = true,
      description = "Publish ports on all addresses, not only loopback.")
  @Nullable Boolean expose;

  @Option(
      names = "--runtime",
      paramLabel = "auto|docker|native",
      description =
          "Run as containers or as processes. Default: as it was brought up, or auto: containers"
              + " when an engine answers and has the images or can get them.")
  @Nullable Choice runtime;

  @Option(names = "--offline", description = "Never touch the network; say what is missing.")
  boolean offline;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "Enable a Compose profile; may be repeated.")
  List<String> profiles = new ArrayList<>();

  StackOptions options(List<Path> files) {
    return new StackOptions(
        environment, name, new Placement(portOffset, expose, offline, runtime), files, profiles);
  }
}
