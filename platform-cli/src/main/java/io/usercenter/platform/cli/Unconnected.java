package io.usercenter.platform.cli;

import io.usercenter.platform.compose.Project;
import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;

/** PLACEHOLDER until the adapters are merged: a world in which there is nothing. */
final class Unconnected implements World, Workspace {

  @Override
  public Workspace workspace() {
    return this;
  }

  @Override
  public Doctor doctor() {
    return _ -> {
      throw nothing();
    };
  }

  @Override
  public Verifier verifier() {
    return (_, _) -> {
      throw nothing();
    };
  }

  @Override
  public Project project(StackOptions options) {
    throw nothing();
  }

  @Override
  public OpenStack open(StackOptions options) {
    throw nothing();
  }

  @Override
  public OpenStack lock(StackOptions options, String command) {
    throw nothing();
  }

  private static UserError nothing() {
    return new UserError(
        ExitCode.ENVIRONMENT,
        "this build has no runtime",
        "platform-cli",
        "the adapters are not part of it yet",
        "build a later revision");
  }
}
