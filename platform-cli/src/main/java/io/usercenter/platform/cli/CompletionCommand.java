package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.USAGE;

import io.usercenter.platform.cli.console.Console;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints a script that completes command lines. */
@Command(
    name = "completion",
    description = "Print a completion script for a shell.",
    footer = {
      "",
      "Examples:",
      "  platform completion bash > ~/.local/share/bash-completion/completions/platform",
      "  platform completion zsh > ~/.zfunc/_platform",
      "  platform completion fish > ~/.config/fish/completions/platform.fish"
    })
@Exits({DONE, USAGE})
final class CompletionCommand implements Callable<Integer> {

  /** Shells whose completion we know. */
  enum Shell {
    BASH,
    ZSH,
    FISH
  }

  @Parameters(paramLabel = "bash|zsh|fish", description = "The shell to complete for.")
  Shell shell;

  private final Console console;
  private final Supplier<CommandLine> everyCommand;

  CompletionCommand(Console console, Supplier<CommandLine> everyCommand) {
    this.console = console;
    this.everyCommand = everyCommand;
  }

  @Override
  public Integer call() {
    CommandLine model = everyCommand.get();
    console.answer(
        switch (shell) {
          case BASH -> AutoComplete.bash("platform", model);
          // The script is for both; zsh reads it through bashcompinit, which it loads by itself.
          case ZSH -> "#compdef platform\n" + AutoComplete.bash("platform", model);
          case FISH -> FishCompletion.script(model);
        });
    return DONE.status();
  }
}
