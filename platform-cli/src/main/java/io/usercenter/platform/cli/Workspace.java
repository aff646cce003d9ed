package io.usercenter.platform.cli;

import io.usercenter.platform.compose.Project;

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
}
