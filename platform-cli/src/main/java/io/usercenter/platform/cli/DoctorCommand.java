package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.ENVIRONMENT;
import static io.usercenter.platform.error.ExitCode.INTERRUPTED;

import io.usercenter.platform.cli.console.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what keeps the stack from working here. */
@Command(
    name = "doctor",
    description = "Examine this machine and the running stack, and say how to mend what is wrong.",
    footer = {"", "Example:", "  platform doctor"})
@Exits({DONE, ENVIRONMENT, INTERRUPTED})
final class DoctorCommand implements Callable<Integer> {

  @Mixin StackFlags stack;
  @Mixin JsonFlag json;

  private final Console console;
  private final Doctor doctor;

  DoctorCommand(Console console, Doctor doctor) {
    this.console = console;
    this.doctor = doctor;
  }

  @Override
  public Integer call() throws InterruptedException {
    Findings findings = new Findings(doctor.examine(stack.options()));
    console.answer(json.json ? findings.json() : findings.text(console.outStyles()));
    return (findings.fit() ? DONE : ENVIRONMENT).status();
  }
}
