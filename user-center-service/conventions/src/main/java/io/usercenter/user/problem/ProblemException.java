package io.usercenter.user.problem;

import java.util.List;
import java.util.stream.Collectors;

/** Ends a start that a person must put right; anything else that escapes is a bug. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ProblemException(List<Problem> problems) {
    super(text(problems));
  }

  public ProblemException(Problem problem, Throwable cause) {
    super(problem.toString(), cause);
  }

  private static String text(List<Problem> problems) {
    return problems.stream()
        .map(Problem::toString)
        .collect(Collectors.joining(System.lineSeparator()));
  }
}
