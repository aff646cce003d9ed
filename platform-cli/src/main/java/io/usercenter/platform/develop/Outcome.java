package io.usercenter.platform.develop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What came of an attempt to build a service. */
public sealed interface Outcome {

  /**
   * @param jar the program; it finds its libraries beside it
   * @param compiled number of sources that had to be compiled
   */
  record Made(Path jar, int compiled, Duration took) implements Outcome {}

  /** What was made before stays as it is. */
  record Rejected(List<Mistake> mistakes) implements Outcome {

    public Rejected {
      mistakes = List.copyOf(mistakes);
    }
  }
}
