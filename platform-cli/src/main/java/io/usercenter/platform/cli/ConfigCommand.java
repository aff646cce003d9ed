package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.CONFIGURATION;
import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.NOT_RUNNING;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.compose.CanonicalText;
import io.usercenter.platform.compose.Explanation;
import io.usercenter.platform.compose.Project;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the Compose model as it was understood. */
@Command(
    name = "config",
    description = "Check the Compose files and print the model they make; with -q only check.",
    footer = {"", "Examples:", "  platform config", "  platform config --env prod --format json"})
@Exits({DONE, CONFIGURATION, NOT_RUNNING})
final class ConfigCommand implements Callable<Integer> {

  /** How the model is written. */
  enum Format {
    YAML,
    JSON
  }

  @Mixin StackFlags stack;
  @Mixin JsonFlag json;

  @Option(
      names = "--format",
      paramLabel = "yaml|json",
      defaultValue = "yaml",
      description = "How to write it. Default: yaml.")
  Format format;

  @Option(
      names = "--explain",
      paramLabel = "VARIABLE",
      description = "Say which file or environment gives a variable its value, instead.")
  @Nullable String explain;

  private final Console console;
  private final Workspace workspace;

  ConfigCommand(Console console, Workspace workspace) {
    this.console = console;
    this.workspace = workspace;
  }

  @Override
  public Integer call() {
    Project project = workspace.project(stack.options());
    String variable = explain;
    if (variable != null) {
      console.answer(String.join("\n", Explanation.of(project, variable, System.getenv())) + "\n");
    } else if (!console.quiet()) {
      boolean asJson = json.json || format == Format.JSON;
      console.answer(
          asJson ? CanonicalText.json(project.tree()) : CanonicalText.yaml(project.tree()));
    }
    return DONE.status();
  }
}
