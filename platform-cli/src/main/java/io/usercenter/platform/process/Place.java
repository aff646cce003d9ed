package io.usercenter.platform.process;

import java.nio.file.Path;

/**
 * What of this machine and this checkout a stack uses.
 *
 * @param jdk home of the JDK that Java services run on
 * @param listenHost address that published services listen on
 */
public record Place(Artifacts artifacts, LoopbackPorts ports, Path jdk, String listenHost) {

  Site site(StackDirectory directory) {
    return new Site(directory, ports, artifacts::root, jdk, listenHost);
  }
}
