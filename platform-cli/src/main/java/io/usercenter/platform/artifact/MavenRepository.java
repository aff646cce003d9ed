package io.usercenter.platform.artifact;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where Maven artifacts come from. */
public interface MavenRepository {

  /**
   * Puts the file of each artifact into a directory.
   *
   * @return artifact to file; whether it is the right file is for the caller to see
   */
  Map<Artifact.Maven, Path> fetch(
      List<Artifact.Maven> artifacts, Path directory, FetchListener listener)
      throws IOException, InterruptedException;
}
