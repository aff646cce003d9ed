package io.usercenter.platform.stack;

import java.nio.file.Path;

/** Something of the host, or of the stack, that a service sees at a path of its own. */
public sealed interface Mount {

  /** Absolute path inside the container. */
  String target();

  /**
   * A file or directory of the host.
   *
   * @param fixed whether what it holds is configuration: mounted read-only, and not said to be live
   */
  record Bind(String target, Path source, boolean fixed) implements Mount {}

  /** Data that outlives the service; {@code name} is empty for an anonymous volume. */
  record Volume(String target, String name, boolean readOnly) implements Mount {}

  /** A file whose content must not be shown. */
  record Secret(String target, Path source) implements Mount {}

  /** A file whose content the Compose file itself holds. */
  record Inline(String target, String content, boolean secret) implements Mount {}

  /** Memory that is gone with the service. */
  record Tmpfs(String target) implements Mount {}
}
