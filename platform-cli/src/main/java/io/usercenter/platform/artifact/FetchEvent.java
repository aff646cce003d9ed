package io.usercenter.platform.artifact;

/**
 * How far one artifact is.
 *
 * @param doneBytes and {@code totalBytes} 0 when unknown
 * @param note what the phase cannot tell, such as the process waited for; may be empty
 */
public record FetchEvent(
    String artifact, Phase phase, long doneBytes, long totalBytes, String note) {

  /** What is being done, in this order. */
  public enum Phase {
    /** Another process fetches the same artifact. */
    WAIT,
    /** The signed index of a suite is brought up to date. */
    INDEX,
    DOWNLOAD,
    VERIFY,
    UNPACK,
    DONE
  }

  static FetchEvent of(Artifact artifact, Phase phase) {
    return new FetchEvent(artifact.name(), phase, 0, 0, "");
  }
}
