package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.DONE;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.cli.console.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Names this build and what it runs on. */
@Command(
    name = "version",
    description = "Print the version of platform and of the JDK it runs on.",
    footer = {"", "Example:", "  platform version --json"})
@Exits(DONE)
final class VersionCommand implements Callable<Integer> {

  @Mixin JsonFlag json = new JsonFlag();

  private final Console console;

  VersionCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    String build = VersionCommand.class.getPackage().getImplementationVersion();
    String version = build == null ? "unpackaged" : build;
    String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    console.answer(
        json.json
            ? Json.schema("platform.version/1")
                .put("version", version)
                .put("jdk", Runtime.version().toString())
                .put("system", system)
                .pretty()
            : "platform " + version + " (JDK " + Runtime.version() + ", " + system + ")\n");
    return DONE.status();
  }
}
