package io.usercenter.platform.process;

import io.usercenter.platform.execute.Progress;
import java.nio.file.Path;
import java.util.Collection;

/** What services are started from: fetched packages and what was built here. */
public interface Artifacts {

  /** The directory an artifact is, or will be, found in once it was obtained. */
  Path root(String name);

  /** Says which ones will be asked for, so that they can be obtained together. */
  void expect(Collection<String> names);

  /**
   * Returns when the artifact is there, complete and verified.
   *
   * @throws io.usercenter.platform.error.UserError when it cannot be had
   */
  void obtain(String name, Progress progress) throws InterruptedException;
}
