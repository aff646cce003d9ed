package io.usercenter.viewer;

import io.usercenter.viewer.http.Server;
import io.usercenter.viewer.provision.DataSource;
import io.usercenter.viewer.provision.Library;
import io.usercenter.viewer.provision.Problem;
import io.usercenter.viewer.provision.Variables;
import io.usercenter.viewer.source.Sources;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Starts the viewer; {@code --once} ends it when it has answered itself, to train an AOT cache. */
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
    }
  }

  private void run(Settings settings, boolean once) throws IOException, InterruptedException {
    Variables variables = new Variables(System.getenv());
    DataSource.Read read = DataSource.read(settings.provisioning(), variables);
    Library library = Library.of(settings.provisioning(), variables);
    String version = Main.class.getPackage().getImplementationVersion();
    Server.Site site =
        new Server.Site(
            settings.account(),
            library,
            new Sources(read.sources(), settings.deadline()),
            settings.home(),
            settings.runbooks(),
            version == null ? "development" : version);
    Server server = Server.start(settings.listen(), site);
    Library.Contents contents = library.contents();
    for (Problem problem : read.problems()) {
      log("error", problem.toString());
    }
    contents.problems().forEach(problem -> log("error", problem.toString()));
    log(
        "info",
        "the platform's viewer answers on port %d: %d dashboards, %d data sources"
            .formatted(server.port(), contents.dashboards().size(), read.sources().size()));
    if (once) {
      Rehearsal.run(settings.listen(), settings.account());
      server.close();
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    Thread.currentThread().join();
  }

  private void log(String level, String message) {
    out.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + level + " " + message);
  }
}
