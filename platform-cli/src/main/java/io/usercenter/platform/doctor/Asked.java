package io.usercenter.platform.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** What a program of the machine says. */
final class Asked {

  private static final int SECONDS = 3;

  private Asked() {}

  /** Its standard output, stripped; empty when it is not installed, fails or takes too long. */
  static String program(String... words) throws InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException _) {
      return "";
    }
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        return "";
      }
      // It has ended, so this cannot block; more than a pipe holds would have blocked it instead.
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException _) {
      return "";
    } finally {
      process.destroyForcibly();
    }
  }
}
