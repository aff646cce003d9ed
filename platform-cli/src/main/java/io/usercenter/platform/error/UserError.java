package io.usercenter.platform.error;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A failure the user can act on. Everything else that escapes a command is a bug. */
public final class UserError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final transient List<Problem> problems;

  public UserError(ExitCode exitCode, String what, String where, String why, String fix) {
    this(exitCode, List.of(new Problem(what, where, why, fix)), null);
  }

  /**
   * @param problems at least one, in the order they are shown
   */
  public UserError(ExitCode exitCode, List<Problem> problems, @Nullable Throwable cause) {
    super(problems.stream().map(Problem::what).collect(Collectors.joining("; ")), cause);
    this.exitCode = exitCode;
    this.problems = List.copyOf(problems);
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  public List<Problem> problems() {
    return problems;
  }

  /** What a user sees on standard error: four lines a problem, a blank line between two. */
  public String render() {
    return problems.stream().map(Problem::render).collect(Collectors.joining("\n"));
  }
}
