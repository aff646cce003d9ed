package io.usercenter.platform.probe;

import io.usercenter.platform.probe.Health.Healthy;
import io.usercenter.platform.probe.Health.Unhealthy;
import io.usercenter.platform.wire.Deadline;
import io.usercenter.platform.wire.OneLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program as a probe; neither it nor a child of it outlives the deadline. */
final class Command {

  private static final int OUTPUT_CHARS = 400;

  private Command() {}

  static Health run(List<String> words, Deadline deadline) {
    Process process;
    try {
      process = new ProcessBuilder(words).redirectErrorStream(true).start();
    } catch (IOException cause) {
      return new Unhealthy("'" + words.getFirst() + "' cannot be run: " + cause.getMessage());
    }
    Output output = new Output(process.getInputStream());
    try {
      process.getOutputStream().close();
      if (!process.waitFor(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        return new Unhealthy("'" + words.getFirst() + "' did not end within " + deadline.text());
      }
      return process.exitValue() == 0
          ? new Healthy()
          : new Unhealthy(failure(words, process, output));
    } catch (IOException cause) {
      return new Unhealthy("'" + words.getFirst() + "' cannot be run: " + cause.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Unhealthy("the probe was interrupted");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static String failure(List<String> words, Process process, Output output)
      throws InterruptedException {
    String text = output.beginning();
    return "'"
        + words.getFirst()
        + "' ended with exit code "
        + process.exitValue()
        + (text.isEmpty() ? "" : ": " + text);
  }

  /** Reads all a program writes, so that it never blocks, and keeps the beginning. */
  private static final class Output {

    private final StringBuilder kept = new StringBuilder();
    private final Thread reader;

    Output(InputStream in) {
      reader = Thread.startVirtualThread(() -> drain(in));
    }

    String beginning() throws InterruptedException {
      // A grandchild may hold the pipe open for ever; what came so far is enough.
      reader.join(200);
      synchronized (kept) {
        return OneLine.of(kept.toString(), 100);
      }
    }

    private void drain(InputStream in) {
      byte[] buffer = new byte[512];
      try (in) {
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          keep(new String(buffer, 0, count, StandardCharsets.UTF_8));
        }
      } catch (IOException cause) {
        keep("its output cannot be read: " + cause.getMessage());
      }
    }

    private void keep(String text) {
      synchronized (kept) {
        kept.append(text, 0, Math.clamp(OUTPUT_CHARS - kept.length(), 0, text.length()));
      }
    }
  }
}
