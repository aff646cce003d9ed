package io.usercenter.platform.docker;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.Problem;
import io.usercenter.platform.error.Problems;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.Step;
import io.usercenter.platform.port.PortOwners;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds what would keep a plan from succeeding, before its first step: all of it in one report. */
final class DockerPreflight {

  private final Engine engine;
  private final Naming naming;
  private final Images images;
  private final Containers containers;
  private final Resources resources;
  private final Creation creation;
  private final Problems problems = new Problems();

  DockerPreflight(
      Engine engine,
      Naming naming,
      Images images,
      Containers containers,
      Resources resources,
      Creation creation) {
    this.engine = engine;
    this.naming = naming;
    this.images = images;
    this.containers = containers;
    this.resources = resources;
    this.creation = creation;
  }

  void check(Plan plan) throws InterruptedException {
    Set<String> created = new TreeSet<>();
    Set<String> shared = new TreeSet<>();
    for (Plan.Node node : plan.nodes()) {
      if (node.step() instanceof Step.Prepare prepare) {
        created.add(prepare.service());
      } else if (node.step() instanceof Step.Create create) {
        shared.add(create.service());
      }
    }
    if (created.isEmpty()) {
      return;
    }
    List<Container> everything = containers.all();
    Map<Integer, Container> ports = new HashMap<>();
    everything.forEach(each -> each.published().keySet().forEach(port -> ports.put(port, each)));
    for (String service : created) {
      features(service);
      names(service, everything);
      ports(service, ports);
      sources(service);
      networks(service);
    }
    foreign(shared);
    new DiskCheck(engine, naming, problems).check(created);
    new ImageCheck(engine, naming, images, creation.builds(), problems).check(created);
    problems.failIfAny(ExitCode.CONFLICT);
  }

  private void features(String service) {
    try {
      creation.rehearse(service);
    } catch (UserError error) {
      for (Problem each : error.problems()) {
        problems.add(each.what(), each.where(), each.why(), each.fix());
      }
    }
  }

  private boolean isOurs(Container each) {
    return each.project().equals(naming.stack().name());
  }

  private static String owner(Container each) {
    String project = each.project();
    return "container '"
        + each.name()
        + "'"
        + (project.isEmpty() ? "" : " of project '" + project + "'");
  }

  private void names(String service, List<Container> everything) {
    for (int number = 1; number <= naming.scale(service); number++) {
      String name = naming.container(service, number);
      for (Container each : everything) {
        if (each.name().equals(name) && !(isOurs(each) && each.service().equals(service))) {
          problems.add(
              "the name '" + name + "' is taken",
              "services." + service + ".container_name",
              owner(each) + " has it, and platform never removes what is not its own",
              "docker rename " + name + " OTHER, or run this stack with --name NAME");
        }
      }
    }
  }

  private void ports(String service, Map<Integer, Container> taken) {
    Map<String, ?> fields = naming.stack().definition().service(service);
    for (List<Object> bindings : Networking.ports(fields).values()) {
      for (Object binding : bindings) {
        String published = Tree.text(Tree.map(binding), "HostPort");
        String host = Tree.text(Tree.map(binding), "HostIp");
        if (published.matches("\\d+") && !published.equals("0")) {
          port(service, host, Integer.parseInt(published), taken);
        }
      }
    }
  }

  private void port(String service, String host, int port, Map<Integer, Container> taken) {
    Container holder = taken.get(port);
    if (holder != null && isOurs(holder)) {
      return;
    }
    String why = "";
    if (holder != null) {
      why = owner(holder) + " publishes it";
    } else if (engine.address().socket().isPresent()
        && !PortOwners.isFree(host.isEmpty() ? "0.0.0.0" : host, port)) {
      why =
          new PortOwners()
              .find(port)
              .map(found -> found.text() + " listens on it")
              .orElse("another process listens on it; the system does not tell which");
    }
    if (!why.isEmpty()) {
      problems.add(
          "port " + port + " is taken",
          "services." + service + ".ports",
          why,
          "end that, or use --port-offset N to move the whole stack");
    }
  }

  /** Files that a container mounts must be there; the engine would make a directory of them. */
  private void sources(String service) {
    if (engine.address().socket().isEmpty()) {
      return;
    }
    for (Object entry : Tree.list(naming.stack().definition().service(service), "volumes")) {
      Map<String, Object> volume = Tree.map(entry);
      Map<String, Object> bind = Tree.map(volume, "bind");
      boolean made = bind.isEmpty() || Tree.truth(bind, "create_host_path");
      if (Tree.text(volume, "type").equals("bind") && !made) {
        source(service, "volumes", Tree.text(volume, "source"));
      }
    }
    for (String group : List.of("configs", "secrets")) {
      for (Object entry : Tree.list(naming.stack().definition().service(service), group)) {
        String name = Tree.text(Tree.map(entry), "source");
        String file = Tree.text(naming.stack().definition().member(group, name), "file");
        if (!file.isEmpty()) {
          source(service, group, file);
        }
      }
    }
  }

  private void source(String service, String group, String path) {
    if (!Files.exists(Path.of(path))) {
      problems.add(
          "'" + path + "' does not exist",
          "services." + service + "." + group,
          "it is to be mounted",
          "create it, or correct the path");
    }
  }

  private void networks(String service) throws InterruptedException {
    for (String key : Tree.map(naming.stack().definition().service(service), "networks").keySet()) {
      boolean external =
          Tree.truth(naming.stack().definition().member("networks", key), "external");
      String name = naming.network(key);
      if (external
          && resources.everyNetwork().stream()
              .noneMatch(it -> Tree.text(it, "Name").equals(name))) {
        problems.add(
            "the network '" + name + "' does not exist",
            "networks." + key,
            "it is declared as external, so that somebody else must have made it",
            "docker network create " + name);
      }
    }
  }

  /** What is to be created and is there already belongs to somebody else. */
  private void foreign(Set<String> created) throws InterruptedException {
    if (created.isEmpty()) {
      return;
    }
    Map<String, String> owners = new HashMap<>();
    resources.everyNetwork().forEach(each -> note(Resources.NETWORK, each, owners));
    resources.volumes(false).forEach(each -> note(Resources.VOLUME, each, owners));
    for (String resource : created) {
      String project = owners.get(resource);
      if (project != null) {
        problems.add(
            "the " + resource + " belongs to somebody else",
            resource.replaceFirst(" ", "s."),
            project.isEmpty()
                ? "it is there, without a label of any project"
                : "project '" + project + "' made it",
            "declare it as external to share it, or run this stack with --name NAME");
      }
    }
  }

  private static void note(String kind, Map<String, Object> found, Map<String, String> owners) {
    String project = Tree.text(Tree.map(found, "Labels"), Labels.PROJECT);
    owners.put(kind + Tree.text(found, "Name"), project);
  }
}
