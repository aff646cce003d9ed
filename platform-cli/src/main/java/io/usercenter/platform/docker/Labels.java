package io.usercenter.platform.docker;

import io.usercenter.platform.stack.Definition;
import io.usercenter.platform.stack.Stack;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The labels by which Compose, IDEs and dashboards know a stack. */
final class Labels {

  static final String PREFIX = "com.docker.compose.";
  static final String PROJECT = PREFIX + "project";
  static final String SERVICE = PREFIX + "service";
  static final String NUMBER = PREFIX + "container-number";
  static final String ONE_OFF = PREFIX + "oneoff";
  static final String HASH = PREFIX + "config-hash";
  static final String VERSION = PREFIX + "version";
  static final String IMAGE = PREFIX + "image";
  static final String DEPENDS_ON = PREFIX + "depends_on";
  static final String REPLACE = PREFIX + "replace";
  static final String NETWORK = PREFIX + "network";
  static final String VOLUME = PREFIX + "volume";

  /** What we are to those who read {@link #VERSION}. */
  static final String OURS = "platform";

  private Labels() {}

  static Map<String, Object> ofContainer(
      Stack stack, String service, int number, String hash, String imageId) {
    Definition definition = stack.definition();
    Map<String, ?> fields = definition.service(service);
    Map<String, Object> labels = new TreeMap<>(Tree.textMap(fields, "labels"));
    labels.put(PROJECT, stack.name());
    labels.put(SERVICE, service);
    labels.put(NUMBER, String.valueOf(number));
    labels.put(ONE_OFF, "False");
    labels.put(HASH, hash);
    labels.put(VERSION, OURS);
    labels.put(IMAGE, imageId);
    labels.put(DEPENDS_ON, dependencies(fields));
    labels.put(PREFIX + "project.working_dir", definition.directory().toString());
    labels.put(
        PREFIX + "project.config_files",
        definition.files().stream().map(Path::toString).collect(Collectors.joining(",")));
    return labels;
  }

  private static String dependencies(Map<String, ?> fields) {
    return Tree.map(fields, "depends_on").entrySet().stream()
        .map(entry -> {
          Map<String, Object> on = Tree.map(entry.getValue());
          return entry.getKey()
              + ":"
              + Tree.text(on, "condition")
              + ":"
              + Tree.truth(on, "restart");
        })
        .collect(Collectors.joining(","));
  }

  /**
   * @param kind {@link #NETWORK} or {@link #VOLUME}
   */
  static Map<String, Object> ofResource(
      Stack stack, String kind, String key, Map<String, ?> fields, String hash) {
    Map<String, Object> labels = new TreeMap<>(Tree.textMap(fields, "labels"));
    labels.put(PROJECT, stack.name());
    labels.put(kind, key);
    labels.put(VERSION, OURS);
    labels.put(HASH, hash);
    return labels;
  }
}
