package io.usercenter.platform.process;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/**
 * Where a stack is built: the places and numbers that placeholders stand for.
 *
 * @param artifactRoots name of an artifact to the directory it is, or will be, unpacked in
 * @param listenHost address that published services listen on
 */
record Site(
    StackDirectory directory,
    LoopbackPorts ports,
    Function<String, Path> artifactRoots,
    Path jdk,
    String listenHost) {

  /** What every process gets, whoever started platform: nothing of the user's own environment. */
  Map<String, String> environment() {
    return Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C.UTF-8");
  }
}
