package io.usercenter.platform.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A service that is being developed.
 *
 * @param jar what it runs
 * @param debugPort where its JVM listens for a debugger, on loopback
 */
public record Development(Path jar, int debugPort) {

  static Map<String, Integer> ports(Map<String, Development> developed) {
    Map<String, Integer> ports = new LinkedHashMap<>();
    developed.forEach((service, each) -> ports.put(service, each.debugPort()));
    return ports;
  }

  static Map<String, Path> jars(Map<String, Development> developed) {
    Map<String, Path> jars = new LinkedHashMap<>();
    developed.forEach((service, each) -> jars.put(service, each.jar()));
    return jars;
  }
}
