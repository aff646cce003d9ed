package io.usercenter.platform.cli;

import io.usercenter.platform.error.ExitCode;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.IHelpFactory;
import picocli.CommandLine.Model.CommandSpec;

/** Help as picocli makes it, with the exit codes of the command; made only when it is shown. */
final class HelpText implements IHelpFactory {

  @Override
  public Help create(CommandSpec spec, ColorScheme scheme) {
    Exits exits = spec.userObject().getClass().getAnnotation(Exits.class);
    if (exits != null && spec.usageMessage().exitCodeList().isEmpty()) {
      Map<String, String> list = new LinkedHashMap<>();
      for (ExitCode code : exits.value()) {
        list.put(String.valueOf(code.status()), code.meaning());
      }
      spec.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(list);
    }
    spec.usageMessage()
        .descriptionHeading("%n")
        .parameterListHeading("%n")
        .optionListHeading("%nOptions:%n")
        .commandListHeading("%nCommands:%n")
        .sortOptions(true);
    return new Help(spec, scheme);
  }
}
