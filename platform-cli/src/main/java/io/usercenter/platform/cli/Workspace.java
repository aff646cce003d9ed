package io.usercenter.platform.cli;

import io.usercenter.platform.compose.Project;
import java.util.Map;

/** Where stacks are defined and kept; one per run of the program. */
public interface Workspace {

  /** The canonical Compose model. */
  Project project(StackOptions options);

  /** Opens a stack for reading; nothing is created when it does not exist. */
  OpenStack open(StackOptions options);

  /**
   * Opens a stack for changing; it stays locked until it is closed.
   *
   * @param command what the lock is held for, as others are told
   * @throws io.usercenter.platform.error.UserError CONFLICT with the holder's pid when another
   *     process changes it
   */
  OpenStack lock(StackOptions options, String command);

  /**
   * Opens a stack for changing, with services that run other programs than Maven built.
   *
   * @param developed by service; may be empty
   * @throws io.usercenter.platform.error.UserError REFUSED for a production stack
   */
  OpenStack develop(StackOptions options, Map<String, Development> developed);
}
