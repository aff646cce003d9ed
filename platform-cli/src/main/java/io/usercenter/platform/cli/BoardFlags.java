package io.usercenter.platform.cli;

import io.usercenter.platform.dashboard.Dashboard;
import io.usercenter.platform.dashboard.Library;
import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which dashboards are meant. */
final class BoardFlags {

  @Parameters(
      paramLabel = "DASHBOARD",
      arity = "0..*",
      description = "Uids of dashboards. Default: all.")
  List<String> uids = new ArrayList<>();

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Directory of dashboards. Default: grafana/dashboards of the project.")
  @Nullable Path directory;

  Library library(Boards boards) {
    Path chosen = directory == null ? boards.directory() : directory;
    if (!Files.isDirectory(chosen)) {
      throw new UserError(
          ExitCode.CONFIGURATION,
          "there are no dashboards",
          chosen.toString(),
          "this is not a directory",
          "name another with --dir");
    }
    return Library.read(chosen);
  }

  /**
   * Those that were named, or all.
   *
   * @throws UserError when a file is broken, or a name is unknown
   */
  List<Dashboard> chosen(Library library) {
    if (!library.problems().isEmpty()) {
      throw new UserError(ExitCode.CONFIGURATION, library.problems(), null);
    }
    List<String> known = library.dashboards().stream().map(Dashboard::uid).toList();
    for (String uid : uids) {
      if (!known.contains(uid)) {
        throw new UserError(
            ExitCode.USAGE,
            "there is no dashboard '" + uid + "'",
            library.directory().toString(),
            "there are " + String.join(", ", known),
            "name one of these");
      }
    }
    Set<String> wanted = uids.isEmpty() ? Set.copyOf(known) : Set.copyOf(uids);
    return library.dashboards().stream().filter(it -> wanted.contains(it.uid())).toList();
  }
}
