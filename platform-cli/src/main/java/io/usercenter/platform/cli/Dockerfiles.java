package io.usercenter.platform.cli;

import java.nio.file.Path;

/** Says what the Dockerfile of a service is. */
@FunctionalInterface
public interface Dockerfiles {

  /**
   * @param file where it belongs: in the service's build context
   */
  record Text(Path file, String content) {}

  /**
   * @throws io.usercenter.platform.error.UserError when the service is not built from source
   */
  Text of(StackOptions options, String service);
}
