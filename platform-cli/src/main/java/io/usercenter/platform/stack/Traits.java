package io.usercenter.platform.stack;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code x-platform} says of a service.
 *
 * @param provides what users get from it, in their words; empty when unsaid
 */
public record Traits(String provides, Optional<Page> ui, Optional<Metrics> metrics) {

  public static final Traits NONE = new Traits("", Optional.empty(), Optional.empty());

  /**
   * A page for the browser.
   *
   * @param port container port
   * @param login who may log in; empty user when nobody needs to
   */
  public record Page(String name, int port, String path, Login login) {}

  /** User name, and the secret of the stack that holds the password. */
  public record Login(String user, String passwordSecret) {

    public static final Login NONE = new Login("", "");
  }

  /** A Prometheus endpoint; {@code labels} are added to every series of it. */
  public record Metrics(int port, String path, String job, Map<String, String> labels) {

    public Metrics {
      labels = java.util.Collections.unmodifiableMap(new TreeMap<>(labels));
    }
  }
}
