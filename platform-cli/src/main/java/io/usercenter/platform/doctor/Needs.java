package io.usercenter.platform.doctor;

import java.util.List;
import java.util.Map;

/**
 * What a stack needs of the machine to start.
 *
 * @param ports by number, the service that wants it; not those that a running service of this stack
 *     already holds
 * @param tools programs that must be in PATH
 */
public record Needs(
    Map<Integer, String> ports,
    long diskBytes,
    long memoryBytes,
    long openFiles,
    List<String> tools) {

  public Needs {
    ports = Map.copyOf(ports);
    tools = List.copyOf(tools);
  }
}
