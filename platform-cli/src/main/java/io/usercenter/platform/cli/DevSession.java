package io.usercenter.platform.cli;

import io.usercenter.platform.cli.DevServices.Item;
import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.develop.Module;
import io.usercenter.platform.develop.Outcome;
import io.usercenter.platform.develop.SourceWatch;
import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.execute.Executor;
import io.usercenter.platform.plan.Desired;
import io.usercenter.platform.plan.Fingerprint;
import io.usercenter.platform.plan.Observed;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.Planner;
import io.usercenter.platform.plan.UpRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Rounds of change, compilation and restart. The stack is locked in each round only. */
final class DevSession {

  private final Console console;
  private final Workspace workspace;
  private final Settings settings;
  private final DevReport report;
  private final List<Item> items;
  private final Map<String, Development> developed = new LinkedHashMap<>();

  /** Files that changed and were not built yet. */
  private final Set<Path> pending = new TreeSet<>();

  /** What was built and does not run yet, and what had changed. */
  private final Map<Item, Outcome.Made> waiting = new LinkedHashMap<>();

  private final Set<Path> built = new TreeSet<>();
  private boolean held;

  /**
   * @param limit how long a service may take to get ready
   */
  record Settings(StackOptions options, Duration limit, boolean json) {}

  DevSession(Console console, Workspace workspace, Settings settings, List<Item> items) {
    this.console = console;
    this.workspace = workspace;
    this.settings = settings;
    this.report = new DevReport(console, settings.json());
    this.items = items;
  }

  /** Goes on until it is interrupted, or nobody reads what it says. */
  void run() throws IOException, InterruptedException {
    List<Path> roots =
        items.stream()
            .flatMap(item -> item.workshop().modules().stream())
            .map(Module::watched)
            .flatMap(List::stream)
            .distinct()
            .toList();
    try (SourceWatch watch = new SourceWatch(roots)) {
      begin();
      while (!console.closed()) {
        pending.addAll(watch.changes());
        round();
      }
    }
  }

  private void begin() throws IOException, InterruptedException {
    try {
      build();
      serve();
    } catch (UserError error) {
      // What crashes is what somebody wants to mend; nothing else will be better later.
      if (error.exitCode() != ExitCode.UNHEALTHY && error.exitCode() != ExitCode.TIMEOUT) {
        throw error;
      }
      report.failed(items.getFirst().service(), error);
      forget();
    }
    items.forEach(report::watching);
  }

  private void round() throws IOException, InterruptedException {
    try {
      if (!pending.isEmpty()) {
        build();
      }
      if (!waiting.isEmpty()) {
        serve();
      }
      held = false;
    } catch (UserError error) {
      // Another command holds the stack: the same again, in silence, until it has ended.
      boolean conflict = error.exitCode() == ExitCode.CONFLICT;
      if (!conflict || !held) {
        report.failed(items.getFirst().service(), error);
      }
      held = conflict;
      if (!conflict) {
        forget();
      }
    }
  }

  private void forget() {
    pending.clear();
    waiting.clear();
    built.clear();
  }

  /** Builds what the pending files are part of; everything when there are none. */
  private void build() throws IOException, InterruptedException {
    List<Item> concerned =
        items.stream()
            .filter(
                item -> pending.isEmpty() || pending.stream().anyMatch(item.workshop()::concerns))
            .toList();
    buildWithMaven(concerned);
    for (Item item : concerned) {
      Outcome outcome = item.workshop().make(pending);
      // An interrupt closes the files that the compiler reads: what it then says is no mistake.
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      switch (outcome) {
        case Outcome.Made made -> waiting.put(item, made);
        case Outcome.Rejected(var mistakes) -> report.rejected(item.service(), mistakes);
      }
    }
    built.addAll(pending);
    pending.clear();
  }

  private void buildWithMaven(List<Item> concerned) throws IOException, InterruptedException {
    List<Item> behind =
        concerned.stream().filter(item -> item.workshop().needsMaven(pending)).toList();
    if (behind.isEmpty()) {
      return;
    }
    Set<String> names = new TreeSet<>();
    behind.forEach(item -> names.add(item.service()));
    Set<String> told = new TreeSet<>();
    try (OpenStack open = workspace.develop(settings.options(), developed)) {
      open.build(
          names,
          true,
          (text, _, _) -> {
            if (told.add(text)) {
              console.note(text);
            }
          });
    }
    for (Item item : behind) {
      item.workshop().startOver();
    }
  }

  private void serve() throws IOException, InterruptedException {
    if (waiting.isEmpty()) {
      return;
    }
    Map<String, String> causes = new TreeMap<>();
    waiting.forEach((item, program) -> {
      developed.put(item.service(), item.running(program.jar()));
      causes.put(
          item.service(),
          built.isEmpty() ? "development begins" : "changed: " + DevReport.names(built));
    });
    long begin = System.nanoTime();
    replace(causes.keySet(), causes, built.isEmpty());
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    for (Map.Entry<Item, Outcome.Made> each : waiting.entrySet()) {
      Item item = each.getKey();
      // Before anybody is told where debuggers are let in: one is, at a time.
      item.workshop().prepare(item.debugPort());
      List<Path> own = built.stream().filter(item.workshop()::concerns).toList();
      report.ready(item.service(), own, each.getValue(), took);
      item.workshop().keepOnly(each.getValue().jar());
    }
    waiting.clear();
    built.clear();
  }

  /** Has the services run as they are described now, and touches no other one that runs. */
  private void replace(Set<String> services, Map<String, String> causes, boolean shown)
      throws InterruptedException {
    try (OpenStack open = workspace.develop(settings.options(), developed)) {
      Observed observed = open.runtime().observe();
      Desired desired = leavingOthers(open.runtime().describe(open.stack()), observed, services);
      Plan plan = Planner.up(desired, observed, new UpRequest(services, causes, true, false));
      if (shown && !settings.json()) {
        PlanRun.Request request =
            new PlanRun.Request(
                "dev " + open.stack().name(), settings.limit(), false, "platform up");
        new PlanRun(console, request).carryOut(open.runtime(), plan);
      } else {
        new Executor(open.runtime(), settings.limit(), _ -> {}).execute(plan);
      }
    }
  }

  static Desired leavingOthers(Desired desired, Observed observed, Set<String> services) {
    Map<String, Fingerprint> fingerprints = new HashMap<>(desired.fingerprints());
    fingerprints.replaceAll((name, wanted) ->
        services.contains(name)
            ? wanted
            : observed.service(name).map(Observed.Actual::fingerprint).orElse(wanted));
    return new Desired(
        desired.stack(),
        fingerprints,
        desired.absent(),
        desired.resources(),
        desired.overlapping());
  }

  /**
   * Has the services run again as they were built.
   *
   * @param keep leave them as they are instead
   */
  void end(boolean keep) throws IOException, InterruptedException {
    Set<String> services = new TreeSet<>(developed.keySet());
    if (!keep && !services.isEmpty()) {
      developed.clear();
      replace(services, Map.of(), false);
    }
    for (Item item : items) {
      item.workshop().close();
      if (!keep) {
        item.workshop().clear();
      }
    }
    services.forEach(service -> report.ended(service, keep));
  }
}
