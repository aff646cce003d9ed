package io.usercenter.platform.cli;

import io.usercenter.platform.doctor.Examination;
import io.usercenter.platform.doctor.Live;
import io.usercenter.platform.doctor.Needs;
import io.usercenter.platform.doctor.Preflight;
import io.usercenter.platform.doctor.Site;
import io.usercenter.platform.execute.ServiceState;
import io.usercenter.platform.plan.Desired;
import io.usercenter.platform.plan.Fingerprint;
import io.usercenter.platform.process.Account;
import io.usercenter.platform.wire.Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** This machine and this checkout. */
final class LocalWorld implements World {

  private static final Duration VERIFY_LIMIT = Duration.ofSeconds(40);
  private static final long DISK_BYTES = 3L << 30;
  private static final long MEMORY_BYTES = 1200L << 20;
  private static final long OPEN_FILES = 4096;
  private static final List<String> TOOLS = List.of("mvn", "apt-get", "dpkg-deb", "setsid", "sh");
  private static final String PORTS = "ports.";

  private final Path repository;
  private final LocalWorkspace workspace;
  private final LocalImaging imaging;

  /**
   * @param told hears what users should know beside the answer
   */
  LocalWorld(Path repository, Map<String, String> environment, Consumer<String> told) {
    this.repository = repository;
    this.workspace = new LocalWorkspace(repository, environment, told);
    this.imaging = new LocalImaging(repository, environment, workspace);
  }

  @Override
  public Workspace workspace() {
    return workspace;
  }

  @Override
  public StackImages.Opener images() {
    return imaging::images;
  }

  @Override
  public Bundles bundles() {
    return new LocalBundles(imaging);
  }

  @Override
  public Dockerfiles dockerfiles() {
    return imaging::dockerfile;
  }

  @Override
  public Verifier verifier() {
    return (open, listener) ->
        new io.usercenter.platform.verify.Verifier(StackTargets.of(open), VERIFY_LIMIT)
            .verify(listener);
  }

  @Override
  public Boards boards() {
    return new LocalBoards(repository, workspace, StackTargets::of);
  }

  @Override
  public Doctor doctor() {
    return options -> {
      try (LocalStack open = workspace.openNatively(options)) {
        return io.usercenter.platform.doctor.Doctor.examine(examinations(open));
      }
    };
  }

  private List<Examination> examinations(LocalStack open) {
    List<ServiceState> states = open.runtime().states();
    List<Examination> all = new ArrayList<>(preflight(open, states));
    if (!states.isEmpty()) {
      Live live =
          new Live(
              states,
              open.dataDirectory(),
              address(states, "prometheus", 9090),
              address(states, "elasticsearch", 9200));
      all.addAll(live.examinations());
    }
    return all;
  }

  private List<Examination> preflight(LocalStack open, List<ServiceState> states) {
    List<String> tools = new ArrayList<>(TOOLS);
    String account = "";
    if (workspace.account() instanceof Account.Other other) {
      tools.add("setpriv");
      account = other.name();
    }
    Site site =
        new Site(
            open.dataDirectory(),
            workspace.home().cache(),
            Path.of(System.getProperty("java.home")),
            account);
    Needs needs =
        new Needs(
            ports(open.runtime().describe(open.stack()), states),
            DISK_BYTES,
            MEMORY_BYTES,
            OPEN_FILES,
            tools);
    return Preflight.of(site, needs, open.directory().lock(), List.of(open.directory().lock()));
  }

  /** Every port the stack wants and does not hold itself. */
  private static Map<Integer, String> ports(Desired desired, List<ServiceState> states) {
    Set<Integer> own = new HashSet<>();
    states.stream()
        .filter(state -> state.status().alive())
        .flatMap(state -> state.endpoints().stream())
        .forEach(endpoint -> own.add(endpoint.port()));
    Map<Integer, String> wanted = new HashMap<>();
    for (Map.Entry<String, Fingerprint> service : desired.fingerprints().entrySet()) {
      service
          .getValue()
          .fields()
          .forEach((field, value) -> {
            if (field.startsWith(PORTS) && !own.contains(Integer.valueOf(value))) {
              wanted.put(Integer.valueOf(value), service.getKey());
            }
          });
    }
    return wanted;
  }

  private static @Nullable Address address(
      List<ServiceState> states, String service, int containerPort) {
    return states.stream()
        .filter(state -> state.name().equals(service))
        .flatMap(state -> state.endpoints().stream())
        .filter(endpoint -> endpoint.containerPort() == containerPort)
        .findFirst()
        .map(endpoint -> new Address(endpoint.host(), endpoint.port()))
        .orElse(null);
  }
}
