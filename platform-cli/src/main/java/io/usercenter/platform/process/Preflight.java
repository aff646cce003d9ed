package io.usercenter.platform.process;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.Problems;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.Step;
import io.usercenter.platform.port.PortOwners;
import io.usercenter.platform.supervisor.ChildSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Finds what would keep a plan from succeeding, before its first step. */
final class Preflight {

  private final Map<String, ChildSpec> specs;
  private final Recipes recipes;
  private final Account account;
  private final Problems problems = new Problems();

  Preflight(Map<String, ChildSpec> specs, Recipes recipes, Account account) {
    this.specs = specs;
    this.recipes = recipes;
    this.account = account;
  }

  void check(Plan plan) {
    Set<String> stopped = new HashSet<>();
    Map<Integer, String> takenBy = new HashMap<>();
    for (Plan.Node node : plan.nodes()) {
      switch (node.step()) {
        case Step.Stop stop -> stopped.add(stop.service());
        case Step.Start start -> check(start.service(), stopped, takenBy);
        case Step.Prepare _,
            Step.Remove _,
            Step.Await _,
            Step.Create _,
            Step.Delete _,
            Step.Tidy _ -> {}
      }
    }
    problems.failIfAny(ExitCode.CONFLICT);
  }

  private void check(String service, Set<String> stopped, Map<Integer, String> takenBy) {
    ChildSpec spec = specs.get(service);
    if (spec == null) {
      return;
    }
    for (int port : spec.endpoints().values()) {
      String other = takenBy.putIfAbsent(port, service);
      if (other != null) {
        problems.add(
            "'" + other + "' and '" + service + "' both need port " + port,
            "services." + service + ".ports",
            "natively all services share the ports of this machine",
            "publish one of them on another port");
      } else if (!stopped.contains(service)) {
        checkFree(service, port);
      }
    }
    checkData(service, spec);
  }

  private void checkFree(String service, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException _) {
      String owner =
          new PortOwners()
              .find(port)
              .map(found -> found.text() + " listens on it")
              .orElse("another process listens on it; the system does not tell which");
      problems.add(
          "port " + port + " is taken",
          "services." + service + ".ports",
          owner,
          "end that process, or use --port-offset N to move the whole stack");
    }
  }

  private void checkData(String service, ChildSpec spec) {
    recipes
        .of(service)
        .recipe()
        .flatMap(Recipe::preparation)
        .ifPresent(preparation -> {
          Path directory = spec.layout().preparations().getFirst().directory();
          preparation.version().ifPresent(version -> checkVersion(service, directory, version));
          checkOwner(service, directory);
        });
  }

  private void checkVersion(String service, Path directory, Recipe.DataVersion version) {
    Path file = directory.resolve(version.file());
    try {
      if (Files.exists(file) && !Files.readString(file).strip().equals(version.expected())) {
        problems.add(
            "the data of " + service + " is of version " + Files.readString(file).strip(),
            file.toString(),
            "this stack runs version " + version.expected() + ", which cannot read it",
            "use the stack that wrote it to dump it, or another stack: --name NAME");
      }
    } catch (IOException failure) {
      problems.add(
          "the data of " + service + " cannot be read",
          file.toString(),
          failure.toString(),
          "let the account '" + account.name() + "' own " + directory);
    }
  }

  private void checkOwner(String service, Path directory) {
    try {
      if (Files.exists(directory) && !Files.getOwner(directory).getName().equals(account.name())) {
        problems.add(
            "the data of " + service + " belongs to '" + Files.getOwner(directory) + "'",
            directory.toString(),
            "the servers run as '" + account.name() + "' and could not write it",
            "chown -R " + account.name() + " " + directory);
      }
    } catch (IOException failure) {
      problems.add(
          "the data of " + service + " cannot be looked at",
          directory.toString(),
          failure.toString(),
          "check its permissions");
    }
  }
}
