package io.usercenter.platform.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A run of the program that may still go on. */
record Run(Process process, Path out, Path err) {

  private static final Duration LIMIT = Duration.ofMinutes(4);

  /** How it ended and what it wrote. */
  record End(int status, String out, String err) {

    Json json() {
      return Json.parse(out);
    }
  }

  End await() throws InterruptedException, IOException {
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(
          "no end within " + LIMIT.toSeconds() + " s; so far: " + Files.readString(err));
    }
    return new End(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** What it wrote to standard error until now. */
  String progress() throws IOException {
    return Files.readString(err);
  }

  void kill() {
    Processes.kill(process.pid());
  }
}
