package io.usercenter.platform.execute;

/** Hears how far one step is. */
@FunctionalInterface
public interface Progress {

  /**
   * @param text what is being done or waited for
   * @param done bytes or items so far, and {@code total} of them; both 0 when unknown
   */
  void report(String text, long done, long total);
}
