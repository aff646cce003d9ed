package io.usercenter.platform.compose;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Changes a project so that services can be developed: a debugger is let in, an end is at once. */
public final class Developing {

  /** The variable that the {@code java} command reads options from. */
  private static final String OPTIONS = "JDK_JAVA_OPTIONS";

  private static final String AGENT =
      "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=";

  private Developing() {}

  /**
   * What a container runs instead of its image's program.
   *
   * @param command what the image would say; a service's own goes before it
   * @param mounts path in the image to what is mounted over it
   */
  public record Replacement(
      List<String> entrypoint, List<String> command, Map<String, Path> mounts) {

    public Replacement {
      entrypoint = List.copyOf(entrypoint);
      command = List.copyOf(command);
      mounts = Collections.unmodifiableMap(new TreeMap<>(mounts));
    }
  }

  /**
   * The same project with services whose JVM listens for a debugger.
   *
   * @param ports on loopback, by service
   */
  public static Project asProcesses(Project project, Map<String, Integer> ports) {
    return project.withServices((name, fields) -> {
      Integer port = ports.get(name);
      if (port != null) {
        fields.put("stop_signal", "SIGKILL");
        letDebuggersIn(fields, "127.0.0.1:" + port);
      }
    });
  }

  /**
   * The same as containers, which run another program than the one in their image.
   *
   * @param ports published on loopback, by service
   * @param replacements by service
   */
  public static Project asContainers(
      Project project, Map<String, Integer> ports, Map<String, Replacement> replacements) {
    return project.withServices((name, fields) -> {
      Integer port = ports.get(name);
      if (port != null) {
        fields.put("stop_signal", "SIGKILL");
        letDebuggersIn(fields, "*:" + port);
        publish(fields, port);
        Replacement replacement = replacements.get(name);
        if (replacement != null) {
          replace(fields, replacement);
        }
      }
    });
  }

  private static void replace(Map<String, @Nullable Object> fields, Replacement replacement) {
    fields.put("entrypoint", new ArrayList<@Nullable Object>(replacement.entrypoint()));
    if (fields.get("command") == null) {
      fields.put("command", new ArrayList<@Nullable Object>(replacement.command()));
    }
    replacement.mounts().forEach((target, source) -> mount(fields, source, target));
  }

  private static void letDebuggersIn(Map<String, @Nullable Object> fields, String address) {
    Map<String, @Nullable Object> variables =
        new LinkedHashMap<>(Tree.mapOrEmpty(fields.get("environment")));
    variables.merge(OPTIONS, AGENT + address, (own, agent) -> own + " " + agent);
    fields.put("environment", variables);
  }

  /** Not read-only: what is read-only is compared by its content, and a JDK has much of that. */
  private static void mount(Map<String, @Nullable Object> fields, Path source, String target) {
    Map<String, @Nullable Object> volume = new LinkedHashMap<>();
    volume.put("type", "bind");
    volume.put("source", source.toString());
    volume.put("target", target);
    add(fields, "volumes", volume);
  }

  private static void publish(Map<String, @Nullable Object> fields, int number) {
    Map<String, @Nullable Object> port = new LinkedHashMap<>();
    port.put("mode", "ingress");
    port.put("host_ip", "127.0.0.1");
    port.put("target", (long) number);
    port.put("published", String.valueOf(number));
    port.put("protocol", "tcp");
    add(fields, "ports", port);
  }

  private static void add(
      Map<String, @Nullable Object> fields, String key, Map<String, @Nullable Object> entry) {
    List<@Nullable Object> entries = new ArrayList<>(Tree.list(fields.get(key)));
    entries.add(entry);
    fields.put(key, entries);
  }
}
