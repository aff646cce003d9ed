package io.usercenter.platform.artifact;

import java.io.IOException;
import java.util.List;

/** What a Debian mirror has, as its signed index says. */
public interface PackageIndex {

  /**
   * The current version of each package of a suite.
   *
   * @param listener hears when the index is being fetched, which is done once per suite
   */
  List<Remote> resolve(Artifact.Debian artifact, FetchListener listener)
      throws IOException, InterruptedException;
}
