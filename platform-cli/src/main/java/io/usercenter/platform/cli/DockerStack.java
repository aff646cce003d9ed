package io.usercenter.platform.cli;

import io.usercenter.platform.docker.Bridge;
import io.usercenter.platform.docker.DockerRuntime;
import io.usercenter.platform.docker.ImageMaker;
import io.usercenter.platform.execute.Progress;
import io.usercenter.platform.execute.ServiceState.Endpoint;
import io.usercenter.platform.logs.Logs;
import io.usercenter.platform.process.StackDirectory;
import io.usercenter.platform.process.StackLock;
import io.usercenter.platform.stack.Secret;
import io.usercenter.platform.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A stack of containers. */
record DockerStack(
    Stack stack,
    DockerRuntime runtime,
    Bridge bridge,
    StackDirectory directory,
    SourceBuild sources,
    ImageBuild images,
    ImageMaker maker,
    RuleFiles rules,
    Optional<StackLock> lock)
    implements OpenStack {

  /** Makes the images of services again. */
  interface ImageBuild {

    void run(Set<String> services, boolean cached, Progress progress) throws InterruptedException;
  }

  @Override
  public Map<String, List<Endpoint>> inside() throws InterruptedException {
    return bridge.endpoints();
  }

  @Override
  public Path dataDirectory() {
    return directory.root();
  }

  @Override
  public void checkFiles() throws InterruptedException {
    rules.check();
  }

  @Override
  public Logs logs() {
    return runtime.logs();
  }

  @Override
  public Optional<String> secret(String name) {
    return secret(stack, name);
  }

  static Optional<String> secret(Stack stack, String name) {
    Secret secret = stack.secrets().get(name);
    if (secret == null || !Files.exists(secret.file())) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(secret.file()).strip());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void build(Set<String> services, boolean cached, Progress progress)
      throws InterruptedException {
    Set<String> ours = new TreeSet<>(services);
    if (ours.isEmpty()) {
      ours.addAll(stack.services().keySet());
      ours.removeIf(name -> stack.definition().service(name).get("build") == null);
    }
    Set<String> foreign = new TreeSet<>(ours);
    foreign.retainAll(runtime.built());
    ours.removeAll(foreign);
    if (!ours.isEmpty()) {
      sources.run(ours, cached, progress);
      images.run(ours, cached, progress);
    }
    for (String service : foreign) {
      runtime.build(service, cached, progress);
    }
  }

  @Override
  public void deleteData() throws InterruptedException {
    runtime.deleteVolumes();
  }

  @Override
  public void close() {
    maker.close();
    runtime.close();
    lock.ifPresent(StackLock::close);
  }
}
