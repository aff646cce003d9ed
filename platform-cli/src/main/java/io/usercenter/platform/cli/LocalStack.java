package io.usercenter.platform.cli;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.execute.Progress;
import io.usercenter.platform.logs.LogFiles;
import io.usercenter.platform.logs.Logs;
import io.usercenter.platform.process.Account;
import io.usercenter.platform.process.NativeRuntime;
import io.usercenter.platform.process.StackDirectory;
import io.usercenter.platform.process.StackLock;
import io.usercenter.platform.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A stack of native processes. */
record LocalStack(
    Stack stack,
    NativeRuntime runtime,
    StackDirectory directory,
    SourceBuild sources,
    RuleFiles rules,
    Optional<StackLock> lock,
    Account account)
    implements OpenStack {

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
    Map<String, Path> files = new LinkedHashMap<>();
    stack.services().keySet().forEach(name -> files.put(name, directory.log(name)));
    return new LogFiles(files, ZoneId.systemDefault());
  }

  @Override
  public Optional<String> secret(String name) {
    return DockerStack.secret(stack, name);
  }

  @Override
  public void build(Set<String> services, boolean cached, Progress progress)
      throws InterruptedException {
    sources.run(services, cached, progress);
  }

  /** The services' account deletes what is its own: a file of theirs can never lead us astray. */
  @Override
  public void deleteData() throws InterruptedException {
    // Its socket goes with the data: afterwards nobody could tell it to end.
    runtime.dismissIdleSupervisor();
    try {
      List<Path> discarded = directory.discardState();
      List<String> command = new ArrayList<>(List.of("rm", "-rf", "--"));
      discarded.forEach(path -> command.add(path.toString()));
      Process deletion =
          new ProcessBuilder(account.command(command)).redirectErrorStream(true).start();
      String said = new String(deletion.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      deletion.waitFor();
      if (StackDirectory.areEmpty(discarded)) {
        directory.deleteOwn(discarded);
      } else {
        throw new UserError(
            ExitCode.FAILED,
            "the data could not be deleted",
            directory.root().toString(),
            said.strip(),
            "check who owns what is left there");
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    runtime.close();
    lock.ifPresent(StackLock::close);
  }
}
