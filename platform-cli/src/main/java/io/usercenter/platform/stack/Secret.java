package io.usercenter.platform.stack;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A secret of the stack.
 *
 * @param file where its value lies on the host
 * @param template how the value is made from other secrets, each named as <code>${secret:NAME}
 *     </code>; without one it is random
 */
public record Secret(String name, Path file, Optional<String> template) {}
