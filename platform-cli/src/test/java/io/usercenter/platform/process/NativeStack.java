package io.usercenter.platform.process;

import io.usercenter.platform.execute.Executor;
import io.usercenter.platform.execute.Progress;
import io.usercenter.platform.execute.ServiceState;
import io.usercenter.platform.execute.Timeline;
import io.usercenter.platform.plan.Planner;
import io.usercenter.platform.plan.UpRequest;
import io.usercenter.platform.stack.Stack;
import io.usercenter.platform.supervisor.SupervisorClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A stack of real child processes in a directory of its own, taken down at its end. */
final class NativeStack {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  final Path root;
  final StackDirectory directory;
  private final Home home;
  private final Account account = Account.forUser(System.getProperty("user.name"));

  NativeStack() throws IOException {
    // Not @TempDir: the account the services run as must be able to enter it.
    root = Files.createTempDirectory("platform-test-");
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
    home = new Home(root);
    directory = home.stack("shop");
  }

  NativeRuntime runtime(Stack stack, Map<String, @Nullable Object> recipes) {
    LoopbackPorts ports = LoopbackPorts.of(stack, 0);
    Place place =
        new Place(new Nothing(), ports, Path.of(System.getProperty("java.home")), "127.0.0.1");
    return new NativeRuntime(home, directory, account, Recipes.of(recipes, "native.yml"), place);
  }

  /** Plans and carries out what {@code up} would. */
  Timeline up(Stack stack, Map<String, @Nullable Object> recipes) throws InterruptedException {
    try (NativeRuntime runtime = runtime(stack, recipes)) {
      var plan = Planner.up(runtime.describe(stack), runtime.observe(), UpRequest.everything());
      return new Executor(runtime, LIMIT, _ -> {}).execute(plan);
    }
  }

  ServiceState state(String service) {
    return new SupervisorStates(directory).of(service);
  }

  /** Polls until the state of a service satisfies the condition. */
  ServiceState await(String service, Predicate<ServiceState> condition)
      throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    ServiceState state = state(service);
    while (!condition.test(state)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(service + " is still " + state);
      }
      Thread.sleep(20);
      state = state(service);
    }
    return state;
  }

  long supervisorPid() {
    return new SupervisorClient(directory.socket()).ping().orElseThrow().pid();
  }

  Optional<SupervisorClient.Pong> supervisor() {
    return new SupervisorClient(directory.socket()).ping();
  }

  /** Sends SIGKILL and returns when the process is gone. */
  static void kill(long pid) throws InterruptedException {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    while (ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
      Thread.sleep(5);
    }
  }

  void takeDown() throws IOException, InterruptedException {
    try (NativeRuntime runtime = runtime(new Stack("shop", Map.of(), Map.of()), Map.of())) {
      var plan =
          Planner.down(new Stack("shop", Map.of(), Map.of()), runtime.observe(), "test ends");
      new Executor(runtime, LIMIT, _ -> {}).execute(plan);
    }
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** These stacks need nothing but the programs of the machine. */
  private static final class Nothing implements Artifacts {

    @Override
    public Path root(String name) {
      throw new IllegalArgumentException(name);
    }

    @Override
    public void expect(Collection<String> names) {}

    @Override
    public void obtain(String name, Progress progress) {
      throw new IllegalArgumentException(name);
    }
  }
}
