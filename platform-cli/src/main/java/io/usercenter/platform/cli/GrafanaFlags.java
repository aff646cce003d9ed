package io.usercenter.platform.cli;

import io.usercenter.platform.dashboard.Grafana;
import io.usercenter.platform.dashboard.Grafana.Site;
import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.stack.Service;
import io.usercenter.platform.stack.Traits.Login;
import io.usercenter.platform.stack.Traits.Page;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Grafana is meant, and who asks it. */
final class GrafanaFlags {

  private static final String PROVIDES = "Dashboards";

  @Option(names = "--grafana", paramLabel = "URL", description = "Address of a Grafana.")
  @Nullable URI address;

  @Option(
      names = "--user",
      paramLabel = "USER",
      defaultValue = "admin",
      description = "Who logs in; empty for a service account's token. Default: admin.")
  String user = "";

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "File with the password, or with the token of a service account.")
  @Nullable Path passwordFile;

  /** The one that was named. */
  Grafana named() {
    if (address == null) {
      throw new UserError(
          ExitCode.USAGE,
          "no Grafana is named",
          "--grafana",
          "dashboards of the stack's own come from files, and are there already",
          "--grafana http://HOST:3000 --user USER --password-file FILE");
    }
    return new Grafana(new Site(address, user, password()));
  }

  /** The one that was named, else the stack's own. */
  Grafana of(OpenStack open) {
    return address == null ? new Grafana(own(open)) : named();
  }

  private String password() {
    if (passwordFile == null) {
      throw new UserError(
          ExitCode.USAGE,
          "no password is given",
          "--password-file",
          "passwords on the command line can be read by every process",
          "write it to a file that only you may read, and name that");
    }
    try {
      return Files.readString(passwordFile).strip();
    } catch (IOException failure) {
      throw new UserError(
          ExitCode.USAGE,
          "the password cannot be read",
          passwordFile.toString(),
          failure.toString(),
          "name a file that you may read");
    }
  }

  private static Site own(OpenStack open) {
    Service service =
        open.stack().services().values().stream()
            .filter(candidate -> candidate.traits().provides().equals(PROVIDES))
            .findFirst()
            .orElseThrow(() -> absent(open, "no service of the stack provides dashboards"));
    Page page =
        service
            .traits()
            .ui()
            .orElseThrow(() -> absent(open, service.name() + " has no x-platform.ui"));
    Login login = page.login();
    return open.runtime().states().stream()
        .filter(state -> state.name().equals(service.name()) && state.status().alive())
        .flatMap(state -> state.endpoints().stream())
        .filter(endpoint -> endpoint.containerPort() == page.port())
        .findFirst()
        .map(endpoint ->
            new Site(
                URI.create("http://" + endpoint.host() + ":" + endpoint.port()),
                login.user(),
                open.secret(login.passwordSecret()).orElse("")))
        .orElseThrow(() -> absent(open, service.name() + " does not run"));
  }

  private static UserError absent(OpenStack open, String why) {
    return new UserError(
        ExitCode.NOT_RUNNING,
        "there is no Grafana to ask",
        "stack " + open.stack().name(),
        why,
        "platform up; or --grafana URL");
  }
}
