package io.usercenter.platform.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A completion script for fish, from the model of the commands. */
final class FishCompletion {

  private FishCompletion() {}

  static String script(CommandLine root) {
    String program = root.getCommandName();
    StringBuilder script = new StringBuilder("complete -c " + program + " -f\n");
    for (Map.Entry<String, CommandLine> command : root.getSubcommands().entrySet()) {
      CommandSpec spec = command.getValue().getCommandSpec();
      script.append(
          "complete -c %s -n __fish_use_subcommand -a %s -d %s%n"
              .formatted(program, command.getKey(), quoted(summary(spec))));
      String within = "-n '__fish_seen_subcommand_from " + command.getKey() + "'";
      for (OptionSpec option : spec.options()) {
        script.append(option(program, within, option));
      }
      for (ArgSpec positional : spec.positionalParameters()) {
        script.append(values(program, within, positional));
      }
    }
    return script.toString();
  }

  private static String option(String program, String within, OptionSpec option) {
    StringBuilder line = new StringBuilder("complete -c " + program + " " + within);
    for (String name : option.names()) {
      line.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^--?", ""));
    }
    if (option.arity().max() > 0) {
      line.append(option.paramLabel().contains("FILE") ? " -r -F" : " -x");
      line.append(choices(option));
    }
    return line.append(" -d ").append(quoted(first(option.description()))).append('\n').toString();
  }

  private static String values(String program, String within, ArgSpec positional) {
    String choices = choices(positional);
    return choices.isEmpty() ? "" : "complete -c " + program + " " + within + choices + "\n";
  }

  /** A label such as {@code dev|prod} names the choices. */
  private static String choices(ArgSpec arg) {
    String label = arg.paramLabel();
    return label.contains("|") ? " -a " + quoted(label.replace('|', ' ')) : "";
  }

  private static String summary(CommandSpec spec) {
    return first(spec.usageMessage().description());
  }

  private static String first(String[] lines) {
    return lines.length == 0 ? "" : lines[0];
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
