package io.usercenter.metrics;

import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Starts the store. */
public final class Main {

  private final PrintStream out;

  private Main(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Main main = new Main(System.out);
    try {
      main.run(Settings.of(System.getenv()));
    } catch (IllegalArgumentException wrong) {
      main.log("error", String.valueOf(wrong.getMessage()));
      System.exit(1);
    } catch (BindException taken) {
      main.log("error", "the port is taken: " + taken.getMessage());
      System.exit(1);
    }
  }

  private void run(Settings settings) throws IOException, InterruptedException {
    MetricsStore store =
        new MetricsStore(settings, Clock.systemUTC(), message -> log("info", message));
    log("info", "the metrics store takes samples on port " + store.port());
    Runtime.getRuntime().addShutdownHook(new Thread(store::close));
    Thread.currentThread().join();
  }

  private void log(String level, String message) {
    out.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + level + " " + message);
  }
}
