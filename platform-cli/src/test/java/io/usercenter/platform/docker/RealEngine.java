package io.usercenter.platform.docker;

import io.usercenter.platform.error.UserError;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** The engine of this machine, for tests that are about a real one. */
final class RealEngine {

  private RealEngine() {}

  /** Skips the test, loudly, when no engine answers. */
  static Engine orSkip(String test) throws InterruptedException {
    return orSkip(System.getenv(), test);
  }

  /** The same for the engine that these variables lead to. */
  static Engine orSkip(Map<String, String> environment, String test) throws InterruptedException {
    try {
      return Engine.connect(environment);
    } catch (UserError none) {
      String line = "SKIPPED " + test + ": " + none.problems().getFirst().what();
      System.err.println(line);
      Assumptions.abort(line);
      throw none;
    }
  }
}
