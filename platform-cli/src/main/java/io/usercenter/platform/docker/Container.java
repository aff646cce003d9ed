package io.usercenter.platform.docker;

import io.usercenter.platform.execute.ServiceState.Endpoint;
import io.usercenter.platform.plan.Fingerprint;
import io.usercenter.platform.plan.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A container as the engine lists it.
 *
 * @param lost the network it should be in and is not; empty when there is none
 */
record Container(Map<String, Object> listed, String lost) {

  private static final Pattern EXIT = Pattern.compile("Exited \\((\\d+)\\).*");
  private static final Pattern TEMPORARY = Pattern.compile("[0-9a-f]{12}_.+");
  private static final Pattern ANONYMOUS = Pattern.compile("[0-9a-f]{64}");
  private static final Duration UNKNOWN = Duration.ZERO;

  Container(Map<String, Object> listed) {
    this(listed, "");
  }

  /** Ids of its networks by their names; an id is empty until it was started. */
  Map<String, String> networks() {
    Map<String, String> networks = new TreeMap<>();
    Tree.map(Tree.map(listed, "NetworkSettings"), "Networks")
        .forEach(
            (name, endpoint) -> networks.put(name, Tree.text(Tree.map(endpoint), "NetworkID")));
    return networks;
  }

  String id() {
    return Tree.text(listed, "Id");
  }

  String name() {
    List<String> names = Tree.texts(listed, "Names");
    return names.isEmpty() ? "" : names.getFirst().substring(1);
  }

  private String label(String key) {
    return Tree.text(Tree.map(listed, "Labels"), key);
  }

  String project() {
    return label(Labels.PROJECT);
  }

  String service() {
    return label(Labels.SERVICE);
  }

  /** Whether its image says that it was made here, see {@link ImageMaker}. */
  boolean ofLocalImage() {
    return label("io.usercenter.platform.local").equals("true");
  }

  /** What its image says that users should know about it. */
  Optional<String> remark() {
    return Optional.of(label("io.usercenter.platform.remark")).filter(it -> !it.isEmpty());
  }

  int number() {
    String number = label(Labels.NUMBER);
    return number.matches("\\d{1,6}") ? Integer.parseInt(number) : 0;
  }

  boolean oneOff() {
    return label(Labels.ONE_OFF).equals("True");
  }

  /** Whether it was made to replace another one and has not taken its name yet. */
  boolean temporary() {
    return TEMPORARY.matcher(name()).matches();
  }

  String imageId() {
    return Tree.text(listed, "ImageID");
  }

  boolean running() {
    return Tree.text(listed, "State").equals("running");
  }

  /** Created, and never started since. */
  boolean untouched() {
    return Tree.text(listed, "State").equals("created");
  }

  /** Running, and its engine has not yet seen its health test pass. */
  boolean undecided() {
    return running() && Tree.text(listed, "Status").contains("health: starting");
  }

  Optional<Fingerprint> fingerprint() {
    return Hashes.read(label(Labels.HASH));
  }

  /** Why it cannot be compared field by field; empty when it can. */
  String strange() {
    if (fingerprint().isPresent()) {
      return lost.isEmpty() ? "" : "it has lost the network " + lost;
    }
    return label(Labels.VERSION).equals(Labels.OURS)
        ? "its labels were changed by somebody else"
        : "docker compose made it, which does not say from what";
  }

  /**
   * @param halted whether it was stopped on purpose
   * @param ready whether its health test was just seen to pass
   */
  Status status(boolean halted, boolean ready) {
    String text = Tree.text(listed, "Status");
    return switch (Tree.text(listed, "State")) {
      case "running" ->
          text.contains("(unhealthy)")
              ? new Status.Unhealthy("its health test fails")
              : undecided() && !ready
                  ? new Status.Starting("its health test has not passed yet")
                  : new Status.Ready();
      case "restarting" -> new Status.Restarting("it crashed", UNKNOWN);
      case "paused" -> new Status.Unhealthy("it is paused");
      case "exited" -> halted ? new Status.Stopped() : exited(text);
      case "dead" -> new Status.Failed("the engine could not remove it");
      case "removing" -> new Status.Stopping();
      default -> new Status.Stopped();
    };
  }

  private static Status exited(String text) {
    Matcher matcher = EXIT.matcher(text);
    return new Status.Exited(matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0);
  }

  /** Volumes without a name of their own, by the path they are mounted at. */
  Map<String, String> anonymousVolumes() {
    Map<String, String> volumes = new TreeMap<>();
    for (Object entry : Tree.list(listed, "Mounts")) {
      Map<String, Object> mount = Tree.map(entry);
      String name = Tree.text(mount, "Name");
      if (Tree.text(mount, "Type").equals("volume") && ANONYMOUS.matcher(name).matches()) {
        volumes.put(Tree.text(mount, "Destination"), name);
      }
    }
    return volumes;
  }

  /** Ports of the host that it publishes now; the same one of two address families counts once. */
  Map<Integer, Integer> published() {
    Map<Integer, Integer> ports = new TreeMap<>();
    for (Object entry : Tree.list(listed, "Ports")) {
      Map<String, Object> port = Tree.map(entry);
      if (port.get("PublicPort") != null) {
        ports.put((int) Tree.number(port, "PublicPort"), (int) Tree.number(port, "PrivatePort"));
      }
    }
    return ports;
  }

  /** Its TCP ports that are not published, under its own address. */
  List<Endpoint> inside() {
    Map<String, Object> networks = Tree.map(Tree.map(listed, "NetworkSettings"), "Networks");
    List<String> addresses =
        networks.values().stream()
            .map(network -> Tree.text(Tree.map(network), "IPAddress"))
            .filter(address -> !address.isEmpty())
            .limit(1)
            .toList();
    return Tree.list(listed, "Ports").stream()
        .map(Tree::map)
        .filter(port -> port.get("PublicPort") == null && Tree.text(port, "Type").equals("tcp"))
        .map(port -> (int) Tree.number(port, "PrivatePort"))
        .flatMap(port -> addresses.stream().map(address -> new Endpoint(port, address, port)))
        .toList();
  }
}
