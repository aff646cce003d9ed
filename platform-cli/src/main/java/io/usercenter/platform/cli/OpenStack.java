package io.usercenter.platform.cli;

import io.usercenter.platform.execute.Progress;
import io.usercenter.platform.execute.ServiceRuntime;
import io.usercenter.platform.execute.ServiceState.Endpoint;
import io.usercenter.platform.logs.Logs;
import io.usercenter.platform.stack.Stack;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One stack with the runtime that runs it. */
public interface OpenStack extends AutoCloseable {

  Stack stack();

  ServiceRuntime runtime();

  /** Where ports that are not published are reached from this machine, by service. */
  default Map<String, List<Endpoint>> inside() throws InterruptedException {
    return Map.of();
  }

  /** Where the data of its services is kept; need not exist. */
  Path dataDirectory();

  Logs logs();

  /** A generated secret by name; empty when it was not generated yet. */
  Optional<String> secret(String name);

  /**
   * Builds services again from their sources.
   *
   * @param services names; empty for every service that is built from source
   * @param cached whether results of earlier builds may be used
   */
  void build(Set<String> services, boolean cached, Progress progress) throws InterruptedException;

  /** Refuses files that its servers would refuse, while those that run still have the old ones. */
  default void checkFiles() throws InterruptedException {}

  /** Deletes the data directory; every service must be stopped. */
  void deleteData() throws InterruptedException;

  @Override
  void close();
}
