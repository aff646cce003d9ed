package io.usercenter.platform.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that choose a stack. */
final class StackFlags {

  @Mixin TargetFlags target;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Compose file instead of those of --env; may be repeated, later ones override.")
  List<Path> files = new ArrayList<>();

  StackOptions options() {
    return target.options(files);
  }
}
