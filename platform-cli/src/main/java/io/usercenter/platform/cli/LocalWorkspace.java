package io.usercenter.platform.cli;

import io.usercenter.platform.artifact.ArtifactStore;
import io.usercenter.platform.cli.StackModels.Settlement;
import io.usercenter.platform.cli.StackOptions.Choice;
import io.usercenter.platform.cli.StackOptions.Environment;
import io.usercenter.platform.compose.Developing;
import io.usercenter.platform.compose.Project;
import io.usercenter.platform.compose.ProjectChecks;
import io.usercenter.platform.compose.Publishing;
import io.usercenter.platform.compose.StackReader;
import io.usercenter.platform.compose.YamlFile;
import io.usercenter.platform.docker.Bridge;
import io.usercenter.platform.docker.DockerRuntime;
import io.usercenter.platform.docker.Engine;
import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.Problems;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.execute.Progress;
import io.usercenter.platform.image.EngineImages;
import io.usercenter.platform.process.Account;
import io.usercenter.platform.process.Fields;
import io.usercenter.platform.process.Home;
import io.usercenter.platform.process.LoopbackPorts;
import io.usercenter.platform.process.NativeRuntime;
import io.usercenter.platform.process.Place;
import io.usercenter.platform.process.Recipes;
import io.usercenter.platform.process.Secrets;
import io.usercenter.platform.process.StackArtifacts;
import io.usercenter.platform.process.StackDirectory;
import io.usercenter.platform.process.StackLock;
import io.usercenter.platform.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The stacks of this checkout of the repository, on this machine. */
final class LocalWorkspace implements Workspace {

  private static final String LOOPBACK = "127.0.0.1";
  private static final String EVERYWHERE = "0.0.0.0";

  private final Path repository;
  private final Map<String, String> environment;
  private final Account account;
  private final Home home;
  private final Path jdk;
  private final Consumer<String> told;
  private final StackModels models;

  /**
   * @param told hears which runtime was chosen, and why
   */
  LocalWorkspace(Path repository, Map<String, String> environment, Consumer<String> told) {
    this.repository = repository;
    this.told = told;
    this.environment = environment;
    this.account = Account.forUser(System.getProperty("user.name"));
    this.home = Home.of(environment, account instanceof Account.Other);
    this.jdk = Path.of(System.getProperty("java.home"));
    this.models = new StackModels(repository, environment, home);
  }

  Account account() {
    return account;
  }

  Home home() {
    return home;
  }

  @Override
  public Project project(StackOptions options) {
    Settlement settlement = models.settle(options);
    return settlement.settled().runtime() == Choice.DOCKER
        ? models.contained(options, settlement.settled(), environment)
        : settlement.plain();
  }

  /** The model of the stack as containers, whatever it runs as. */
  Project contained(StackOptions options) {
    return models.contained(options, models.settle(options).settled(), environment);
  }

  @Override
  public OpenStack open(StackOptions options) {
    return open(options, Optional.empty(), Map.of());
  }

  /** Opens a stack as native processes, whatever it was brought up as. */
  LocalStack openNatively(StackOptions options) {
    StackOptions natively = options.on(Choice.NATIVE);
    return opened(natively, models.settle(natively), Optional.empty(), Map.of());
  }

  @Override
  public OpenStack lock(StackOptions options, String command) {
    return open(options, Optional.of(take(models.settle(options), command)), Map.of());
  }

  @Override
  public OpenStack develop(StackOptions options, Map<String, Development> developed) {
    Settlement before = models.settle(options);
    if (before.settled().environment() == Environment.PROD) {
      throw new UserError(
          ExitCode.REFUSED,
          "stack '" + before.plain().name() + "' is a production stack",
          "--env prod",
          "a debugger may do anything, and what runs would not be what was built and tested",
          "develop in a stack of its own: platform dev --env dev --name NAME --port-offset 10000");
    }
    return open(options, Optional.of(take(before, "dev")), developed);
  }

  private static StackLock take(Settlement before, String command) {
    return StackLock.take(before.directory().lock(), before.plain().name(), command);
  }

  /** Settles under the lock: what another command settled meanwhile counts. */
  private OpenStack open(
      StackOptions options, Optional<StackLock> lock, Map<String, Development> developed) {
    try {
      Settlement settlement = models.settle(options);
      RuntimeChoice choice = choose(options, settlement);
      OpenStack stack =
          choice
              .engine()
              .<OpenStack>map(
                  engine -> containers(options, settlement, choice, engine, lock, developed))
              .orElseGet(() -> opened(options, settlement, lock, developed));
      if (lock.isPresent()) {
        Choice chosen = choice.engine().isPresent() ? Choice.DOCKER : Choice.NATIVE;
        settlement.settled().on(chosen).write(settlement.directory());
      }
      if (!choice.reason().isEmpty() && lock.isPresent()) {
        told.accept(choice.reason());
      }
      return stack;
    } catch (RuntimeException failure) {
      lock.ifPresent(StackLock::close);
      throw failure;
    }
  }

  private RuntimeChoice choose(StackOptions options, Settlement settlement) {
    Recipes recipes = recipes();
    Stack plain = StackReader.read(settlement.plain());
    return RuntimeChoice.of(
        settlement.settled().runtime(),
        plain,
        () -> StackReader.read(models.contained(options, settlement.settled(), environment)),
        ForeignBuilds.of(plain, repository),
        recipes,
        environment,
        options.placement().offline());
  }

  private DockerStack containers(
      StackOptions options,
      Settlement settlement,
      RuntimeChoice choice,
      Engine engine,
      Optional<StackLock> lock,
      Map<String, Development> developed) {
    StackDirectory directory = settlement.directory();
    Settled settled = settlement.settled();
    Map<String, String> variables = new TreeMap<>(environment);
    variables.putIfAbsent("PLATFORM_SECRETS", directory.secrets().toString());
    TargetFiles targets = new TargetFiles(directory, settled.environment());
    if (lock.isPresent() || Files.isDirectory(targets.directory())) {
      variables.put("PLATFORM_TARGETS", targets.directory().toString());
    }
    variables.computeIfAbsent("DOCKER_CONTAINERS", _ -> logsOf(engine, directory));
    Project published =
        Publishing.moved(
            models.contained(options, settled, variables),
            settled.portOffset(),
            settled.expose() ? EVERYWHERE : "");
    LocalImaging imaging = new LocalImaging(repository, environment, this);
    Project project =
        Developing.asContainers(
            published,
            Development.ports(developed),
            imaging.replacements(Development.programs(developed)));
    Problems problems = new Problems();
    ProjectChecks.conflictingPorts(project, problems);
    problems.failIfAny(ExitCode.CONFIGURATION);
    Stack stack = StackReader.read(project);
    if (lock.isPresent()) {
      Secrets.generate(stack, directory.secrets());
      Secrets.openToContainers(stack, directory.secrets());
    }
    StackImageMaker maker =
        new StackImageMaker(() -> imaging.local(stack, new EngineImages(engine), options));
    DockerRuntime runtime =
        new DockerRuntime(
            engine,
            stack,
            new DockerRuntime.Settings(
                directory.root().resolve("containers"),
                variables,
                choice.dispensable(),
                options.placement().offline(),
                maker,
                ForeignBuilds.of(stack, repository)));
    if (lock.isPresent()) {
      targets.write(stack, TargetFiles.containers(runtime.absent(stack).keySet()));
    }
    return new DockerStack(
        stack,
        runtime,
        new Bridge(engine, stack.name()),
        directory,
        new SourceBuild(repository, project, environment),
        (services, cached, progress) -> buildImages(options, services, cached, progress),
        maker,
        rules(stack, recipes(), options),
        lock);
  }

  /** Where the log shipper looks; an empty directory when the engine has no such files. */
  private String logsOf(Engine engine, StackDirectory directory) {
    try {
      Optional<Path> containers = engine.containers();
      if (containers.isPresent()) {
        return containers.get().toString();
      }
      told.accept(engine.product() + " keeps no log files that could be searched");
      return Files.createDirectories(directory.root().resolve("no-containers")).toString();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UserError(
          ExitCode.INTERRUPTED,
          "cancelled",
          "GET /info",
          "it was interrupted while the engine was asked where it keeps logs",
          "run the command again");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void buildImages(
      StackOptions options, Set<String> services, boolean cached, Progress progress)
      throws InterruptedException {
    LocalImaging imaging = new LocalImaging(repository, environment, this);
    try (StackImages images = imaging.images(options)) {
      List<String> wanted = ImageRun.withThoseBelow(images.local(), services);
      images.local().expect(wanted);
      for (String name : wanted) {
        images.local().build(name, !cached && services.contains(name), progress);
      }
    }
  }

  /**
   * Loads a second time, with the addresses that services reach each other at: the first time told
   * which ports there are.
   */
  private LocalStack opened(
      StackOptions options,
      Settlement settlement,
      Optional<StackLock> lock,
      Map<String, Development> developed) {
    StackDirectory directory = settlement.directory();
    Settled settled = settlement.settled();
    Stack plain = StackReader.read(settlement.plain());
    String listen = settled.expose() ? EVERYWHERE : LOOPBACK;
    LoopbackPorts ports = LoopbackPorts.of(plain, settled.portOffset());
    Map<String, String> variables = new TreeMap<>(environment);
    variables.putAll(ports.variables(plain, listen));
    variables.put("PLATFORM_SECRETS", directory.secrets().toString());
    Recipes recipes = recipes().running(Development.commands(developed));
    TargetFiles targets = new TargetFiles(directory, settled.environment());
    if (lock.isPresent()) {
      targets.write(plain, TargetFiles.processes(ports, recipes));
    }
    if (Files.isDirectory(targets.directory())) {
      variables.put("PLATFORM_TARGETS", targets.directory().toString());
    }
    Project project =
        Developing.asProcesses(
            models.processes(options, settled, variables), Development.ports(developed));
    Problems problems = new Problems();
    ProjectChecks.conflictingPorts(project, problems);
    problems.failIfAny(ExitCode.CONFIGURATION);
    Stack stack = StackReader.read(project);
    if (lock.isPresent()) {
      Secrets.generate(stack, directory.secrets());
    }
    StackArtifacts artifacts = artifacts(recipes.artifacts(), options);
    NativeRuntime runtime =
        new NativeRuntime(
            home, directory, account, recipes, new Place(artifacts, ports, jdk, listen));
    return new LocalStack(
        stack,
        runtime,
        directory,
        new SourceBuild(repository, project, environment),
        rules(stack, recipes, options),
        lock,
        account);
  }

  private RuleFiles rules(Stack stack, Recipes recipes, StackOptions options) {
    return new RuleFiles(
        stack,
        () ->
            recipes.artifacts().containsKey("prometheus")
                ? Optional.of(
                    artifacts(recipes.artifacts(), options)
                        .root("prometheus")
                        .resolve("usr/bin/promtool"))
                : Optional.empty());
  }

  StackArtifacts artifacts(Map<String, Fields> definitions, StackOptions options) {
    return new StackArtifacts(
        definitions,
        home,
        repository,
        ArtifactStore.standard(
            home.cache(), Optional.ofNullable(environment.get("PLATFORM_DEBIAN_MIRROR"))),
        options.placement().offline());
  }

  Recipes recipes() {
    Path file = repository.resolve("compose").resolve("native.yml");
    return Recipes.of(YamlFile.read(file, "compose/native.yml").tree(), "compose/native.yml");
  }
}
