package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.CONFIGURATION;
import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.FAILED;
import static io.usercenter.platform.error.ExitCode.REFUSED;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the Dockerfile a service needs. */
@Command(
    name = "dockerfile",
    description = "Write the Dockerfile of a service that is built from source, into its context.",
    footer = {"", "Examples:", "  platform dockerfile api", "  platform dockerfile api --print"})
@Exits({DONE, FAILED, CONFIGURATION, REFUSED})
final class DockerfileCommand implements Callable<Integer> {

  @Mixin StackFlags stack;

  @Parameters(paramLabel = "SERVICE", description = "The service.")
  String service;

  @Option(names = "--print", description = "Print it instead.")
  boolean print;

  @Option(names = "--yes", description = "Replace a Dockerfile that says something else.")
  boolean yes;

  private final Console console;
  private final Dockerfiles dockerfiles;

  DockerfileCommand(Console console, Dockerfiles dockerfiles) {
    this.console = console;
    this.dockerfiles = dockerfiles;
  }

  @Override
  public Integer call() {
    Dockerfiles.Text text = dockerfiles.of(stack.options(), service);
    if (print) {
      console.answer(text.content());
      return DONE.status();
    }
    try {
      if (Files.exists(text.file()) && Files.readString(text.file()).equals(text.content())) {
        console.answer("nothing to do: " + text.file() + " says so already\n");
        return DONE.status();
      }
      if (Files.exists(text.file()) && !yes) {
        throw new UserError(
            REFUSED,
            "there is another Dockerfile",
            text.file().toString(),
            "it may have been written by hand",
            "compare it with --print, or replace it with --yes");
      }
      Files.writeString(text.file(), text.content());
      console.answer("wrote " + text.file() + "\n");
      return DONE.status();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
