package io.usercenter.platform.process;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.execute.Progress;
import io.usercenter.platform.execute.ServiceRuntime;
import io.usercenter.platform.execute.ServiceState;
import io.usercenter.platform.plan.Desired;
import io.usercenter.platform.plan.Fingerprint;
import io.usercenter.platform.plan.Observed;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.Status;
import io.usercenter.platform.plan.Step;
import io.usercenter.platform.stack.Service;
import io.usercenter.platform.stack.Stack;
import io.usercenter.platform.supervisor.ChildReport;
import io.usercenter.platform.supervisor.ChildSpec;
import io.usercenter.platform.supervisor.ChildState;
import io.usercenter.platform.supervisor.SupervisorClient;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs services as processes of this machine, kept by the stack's supervisor. */
public final class NativeRuntime implements ServiceRuntime {

  private static final Duration ADOPTION_LIMIT = Duration.ofSeconds(2);
  private static final Duration ADOPTION_LOOK = Duration.ofMillis(20);

  private final StackDirectory directory;
  private final SupervisorLauncher launcher;
  private final Account account;
  private final Recipes recipes;
  private final Site site;
  private final Artifacts artifacts;
  private final Map<String, ChildSpec> specs = new HashMap<>();
  private final Map<String, Long> runs = new ConcurrentHashMap<>();
  private @Nullable SupervisorClient client;
  private @Nullable Readiness readiness;
  private volatile boolean removed;

  public NativeRuntime(
      Home home, StackDirectory directory, Account account, Recipes recipes, Place place) {
    this.directory = directory;
    this.account = account;
    this.recipes = recipes;
    this.artifacts = place.artifacts();
    this.site = place.site(directory);
    this.launcher = new SupervisorLauncher(home, directory, account, place.jdk());
  }

  @Override
  public String kind() {
    return "native";
  }

  @Override
  public List<String> remarks() {
    return states().stream()
        .flatMap(state ->
            recipes.of(state.name()).remark().stream().map(text -> state.name() + ": " + text))
        .toList();
  }

  @Override
  public Map<String, String> absent(Stack stack) {
    Map<String, String> absent = new LinkedHashMap<>();
    for (String name : stack.services().keySet()) {
      recipes.of(name).absence().ifPresent(reason -> absent.put(name, reason));
    }
    return absent;
  }

  @Override
  public Desired describe(Stack stack) {
    Map<String, Fingerprint> fingerprints = new LinkedHashMap<>();
    for (Service service : stack.services().values()) {
      recipes
          .of(service.name())
          .recipe()
          .ifPresent(recipe -> {
            ChildSpec spec = Blueprint.of(service, recipe, site);
            specs.put(service.name(), spec);
            fingerprints.put(service.name(), new Fingerprint(spec.fingerprint()));
          });
    }
    return new Desired(stack, fingerprints, absent(stack));
  }

  @Override
  public Observed observe() {
    Map<String, Observed.Actual> services = new LinkedHashMap<>();
    for (ChildReport report : reports()) {
      String name = report.state().name();
      services.put(
          name,
          new Observed.Actual(
              name, report.state().status(), new Fingerprint(report.fingerprint())));
    }
    return new Observed(services);
  }

  @Override
  public List<ServiceState> states() {
    return reports().stream().map(NativeRuntime::state).toList();
  }

  private static ServiceState state(ChildReport report) {
    ChildState state = report.state();
    List<ServiceState.Endpoint> endpoints = new ArrayList<>();
    report
        .endpoints()
        .forEach((inside, outside) ->
            endpoints.add(new ServiceState.Endpoint(inside, "127.0.0.1", outside)));
    return new ServiceState(
        state.name(),
        state.status(),
        state.since(),
        state.restarts(),
        new ServiceState.Running(state.pid(), report.started(), report.residentBytes()),
        endpoints);
  }

  private List<ChildReport> reports() {
    try {
      Optional<SupervisorClient> found = launcher.find();
      if (found.isPresent()) {
        return found.get().states();
      }
      return anyService() ? adopted(connect()) : List.of();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException());
    }
  }

  /** What a new supervisor found, as soon as it has had a look at each. */
  private static List<ChildReport> adopted(SupervisorClient supervisor)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + ADOPTION_LIMIT.toNanos();
    List<ChildReport> reports = supervisor.states();
    while (System.nanoTime() < end && reports.stream().anyMatch(NativeRuntime::isNew)) {
      Thread.sleep(ADOPTION_LOOK);
      reports = supervisor.states();
    }
    return reports;
  }

  private static boolean isNew(ChildReport report) {
    return report.state().status() instanceof Status.Starting;
  }

  private boolean anyService() throws IOException {
    if (!Files.isDirectory(directory.services())) {
      return false;
    }
    try (Stream<java.nio.file.Path> services = Files.list(directory.services())) {
      return services.anyMatch(service -> Files.exists(service.resolve("spec.json")));
    }
  }

  private synchronized SupervisorClient connect() throws InterruptedException {
    if (client == null) {
      client = launcher.ensure();
    }
    return client;
  }

  private synchronized Readiness readiness() throws InterruptedException {
    if (readiness == null) {
      readiness = new Readiness(new LiveStates(connect()), directory);
    }
    return readiness;
  }

  @Override
  public void check(Plan plan) {
    new Preflight(specs, recipes, account).check(plan);
    plan.nodes().stream()
        .map(Plan.Node::step)
        .filter(Step.Prepare.class::isInstance)
        .forEach(step -> artifacts.expect(recipes.artifactsOf(step.service())));
  }

  @Override
  public void prepare(String service, Progress progress) throws InterruptedException {
    for (String artifact : recipes.artifactsOf(service)) {
      artifacts.obtain(artifact, progress);
    }
  }

  @Override
  public void start(String service) throws InterruptedException {
    ChildSpec spec = specs.get(service);
    if (spec == null) {
      throw new IllegalStateException("'" + service + "' was never described");
    }
    try {
      runs.put(service, connect().start(spec));
    } catch (IOException failure) {
      throw supervisorFailed("start", service, failure);
    }
  }

  @Override
  public void stop(String service) throws InterruptedException {
    try {
      connect().stop(service);
    } catch (IOException failure) {
      throw supervisorFailed("stop", service, failure);
    }
  }

  @Override
  public void remove(String service) throws InterruptedException {
    try {
      connect().remove(service);
      removed = true;
    } catch (IOException failure) {
      throw supervisorFailed("remove", service, failure);
    }
  }

  private UserError supervisorFailed(String act, String service, IOException failure) {
    return new UserError(
        ExitCode.FAILED,
        "the supervisor could not " + act + " " + service,
        "services." + service,
        String.valueOf(failure.getMessage()),
        "see " + directory.supervisorLog() + ", then run the command again");
  }

  @Override
  public void await(String service, Duration limit, Progress progress) throws InterruptedException {
    try {
      readiness().await(service, runs.getOrDefault(service, 0L), limit, progress);
    } catch (IOException failure) {
      throw supervisorFailed("watch", service, failure);
    }
  }

  @Override
  public void close() {
    Readiness awaited = readiness;
    if (awaited != null) {
      awaited.close();
    }
    if (removed) {
      dismissIdleSupervisor();
    }
  }

  /** Ends the supervisor when there is nothing left to look after; returns when it has ended. */
  public void dismissIdleSupervisor() {
    try {
      Optional<SupervisorClient> supervisor = launcher.find();
      if (supervisor.isPresent() && supervisor.get().states().isEmpty()) {
        launcher.dismiss(supervisor.get());
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
