package io.usercenter.shipper;

import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Starts the shipper; {@code --once} ends it after a rehearsal, to train an AOT cache. */
public final class Main {

  private final PrintStream out;

  private Main(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Main main = new Main(System.out);
    try {
      main.run(Settings.of(System.getenv()), List.of(arguments).contains("--once"));
    } catch (IllegalArgumentException wrong) {
      main.log("error", String.valueOf(wrong.getMessage()));
      System.exit(1);
    } catch (BindException taken) {
      main.log("error", "the port is taken: " + taken.getMessage());
      System.exit(1);
    }
  }

  private void run(Settings settings, boolean once) throws IOException, InterruptedException {
    if (once) {
      Rehearsal.run(settings);
      return;
    }
    Shipper shipper = new Shipper(settings, Clock.systemUTC(), message -> log("info", message));
    log("info", "the log shipper follows logs; port " + shipper.port() + " is for probes");
    Runtime.getRuntime().addShutdownHook(new Thread(shipper::close));
    Thread.currentThread().join();
  }

  private void log(String level, String message) {
    out.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + level + " " + message);
  }
}
