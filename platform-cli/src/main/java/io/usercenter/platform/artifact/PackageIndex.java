package io.usercenter.platform.artifact;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What a Debian mirror has, as its signed index says. */
public interface PackageIndex {

  /**
   * The current version of each package of some artifacts.
   *
   * @param artifacts at least one, all of one suite
   * @param listener hears when the index is being fetched, which is done once per suite
   */
  Map<Artifact.Debian, List<Remote>> resolve(
      List<Artifact.Debian> artifacts, FetchListener listener)
      throws IOException, InterruptedException;
}
