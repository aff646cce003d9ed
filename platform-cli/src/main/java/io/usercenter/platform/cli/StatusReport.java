package io.usercenter.platform.cli;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.execute.ServiceState;
import io.usercenter.platform.execute.ServiceState.Running;
import io.usercenter.platform.plan.Status;
import io.usercenter.platform.stack.Lifecycle.Restart;
import io.usercenter.platform.stack.Service;
import io.usercenter.platform.stack.Stack;
import io.usercenter.platform.stack.Traits.Page;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A stack as {@code status} shows it.
 *
 * @param absent services this runtime cannot run, with the reason
 * @param remarks what else there is to know
 */
record StatusReport(
    String stack,
    String runtime,
    Path dataDirectory,
    List<ServiceState> services,
    Map<String, String> absent,
    List<Link> links,
    List<String> remarks) {

  /**
   * A page of a running service.
   *
   * @param user empty when nobody needs to log in
   * @param password empty when it is not to be shown
   */
  record Link(String service, String name, String url, String user, Optional<String> password) {}

  static StatusReport of(OpenStack open, boolean showPasswords) {
    Stack stack = open.stack();
    Map<String, String> absent = new TreeMap<>(open.runtime().absent(stack));
    Map<String, ServiceState> found = new LinkedHashMap<>();
    open.runtime().states().forEach(state -> found.put(state.name(), state));
    List<ServiceState> services = new ArrayList<>();
    List<Link> links = new ArrayList<>();
    for (Service service : stack.services().values()) {
      if (!absent.containsKey(service.name())) {
        ServiceState state = found.get(service.name());
        services.add(state == null ? stopped(service.name()) : state);
      }
      Optional.ofNullable(found.get(service.name()))
          .flatMap(state -> link(service, state, open, showPasswords))
          .ifPresent(links::add);
    }
    found.values().stream()
        .filter(state -> stack.service(state.name()).isEmpty())
        .forEach(services::add);
    return new StatusReport(
        stack.name(),
        open.runtime().kind(),
        open.dataDirectory(),
        services,
        absent,
        links,
        open.runtime().remarks());
  }

  long running() {
    return services.stream().filter(state -> state.status().alive()).count();
  }

  /** DONE when all is ready, NOT_RUNNING when nothing runs, else UNHEALTHY. */
  ExitCode exitCode(Stack definition) {
    if (running() == 0) {
      return ExitCode.NOT_RUNNING;
    }
    boolean good =
        services.stream()
            .allMatch(state -> state.status() instanceof Status.Ready || good(state, definition));
    return good ? ExitCode.DONE : ExitCode.UNHEALTHY;
  }

  private static boolean good(ServiceState state, Stack definition) {
    return switch (state.status()) {
      case Status.Ready() -> true;
      case Status.Exited(int code) ->
          code == 0 && definition.service(state.name()).map(StatusReport::oneShot).orElse(true);
      case Status.Stopping(),
          Status.Stopped(),
          Status.Preparing(),
          Status.Starting _,
          Status.Unhealthy _,
          Status.Restarting _,
          Status.Failed _ ->
          false;
    };
  }

  private static boolean oneShot(Service service) {
    Restart restart = service.lifecycle().restart();
    return restart == Restart.NO || restart == Restart.ON_FAILURE;
  }

  private static ServiceState stopped(String name) {
    return new ServiceState(name, new Status.Stopped(), Instant.EPOCH, 0, Running.NONE, List.of());
  }

  private static Optional<Link> link(
      Service service, ServiceState state, OpenStack open, boolean showPasswords) {
    Optional<Page> page = service.traits().ui();
    if (page.isEmpty() || !state.status().alive()) {
      return Optional.empty();
    }
    String secret = page.get().login().passwordSecret();
    Optional<String> password =
        showPasswords && !secret.isEmpty() ? open.secret(secret) : Optional.empty();
    return state.endpoints().stream()
        .filter(endpoint -> endpoint.containerPort() == page.get().port())
        .findFirst()
        .map(endpoint ->
            new Link(
                service.name(),
                page.get().name(),
                "http://" + endpoint.host() + ":" + endpoint.port() + page.get().path(),
                page.get().login().user(),
                password));
  }
}
