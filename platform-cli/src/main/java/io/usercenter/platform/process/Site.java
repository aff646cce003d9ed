package io.usercenter.platform.process;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/**
 * Where a stack is built: the places and numbers that placeholders stand for.
 *
 * @param artifactRoots name of an artifact to the directory it is, or will be, unpacked in
 * @param listenHost address that published services listen on
 * @param inherited variables every process gets, such as PATH
 */
record Site(
    StackDirectory directory,
    LoopbackPorts ports,
    Function<String, Path> artifactRoots,
    Path jdk,
    Path project,
    String listenHost,
    Map<String, String> inherited) {}
