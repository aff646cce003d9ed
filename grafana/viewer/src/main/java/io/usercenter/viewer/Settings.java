package io.usercenter.viewer;

import io.usercenter.viewer.access.Account;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What the environment says, in the names Grafana has for it. */
record Settings(
    InetSocketAddress listen,
    Account account,
    Path provisioning,
    Optional<Path> home,
    Optional<Path> runbooks,
    Duration deadline) {

  /**
   * @throws IllegalArgumentException with a sentence for users
   */
  static Settings of(Map<String, String> environment) {
    String host = environment.getOrDefault("GF_SERVER_HTTP_ADDR", "127.0.0.1");
    int port = number(environment, "GF_SERVER_HTTP_PORT", 3000);
    String user = environment.getOrDefault("GF_SECURITY_ADMIN_USER", "admin");
    return new Settings(
        new InetSocketAddress(host, port),
        new Account(user, password(environment)),
        Path.of(environment.getOrDefault("GF_PATHS_PROVISIONING", "/etc/grafana/provisioning")),
        path(environment, "GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"),
        path(environment, "RUNBOOKS_PATH"),
        Duration.ofSeconds(number(environment, "GF_DATAPROXY_TIMEOUT", 15)));
  }

  private static Optional<Path> path(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(path -> !path.isEmpty()).map(Path::of);
  }

  private static String password(Map<String, String> environment) {
    String file = environment.get("GF_SECURITY_ADMIN_PASSWORD__FILE");
    String password;
    try {
      password =
          file == null
              ? environment.getOrDefault("GF_SECURITY_ADMIN_PASSWORD", "")
              : Files.readString(Path.of(file)).strip();
    } catch (IOException failure) {
      throw new IllegalArgumentException(
          "the file of GF_SECURITY_ADMIN_PASSWORD__FILE cannot be read: " + failure, failure);
    }
    if (password.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no password: set GF_SECURITY_ADMIN_PASSWORD__FILE or GF_SECURITY_ADMIN_PASSWORD");
    }
    return password;
  }

  private static int number(Map<String, String> environment, String name, int otherwise) {
    String text = environment.getOrDefault(name, String.valueOf(otherwise));
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException wrong) {
      throw new IllegalArgumentException(name + " is '" + text + "', not a number", wrong);
    }
  }
}
