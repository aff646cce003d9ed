package io.usercenter.platform.cli;

import java.nio.file.Path;
import java.util.function.Consumer;

/** Makes bundles, and installs what is in one. */
public interface Bundles {

  /** What a bundle is to bring besides the program and its configuration. */
  record Parts(boolean images, boolean artifacts) {}

  /**
   * @param told hears what is being done
   */
  void create(StackOptions options, Parts parts, Path output, Consumer<String> told)
      throws InterruptedException;

  /**
   * Verifies the whole bundle before anything of it is put into place.
   *
   * @param target directory of the program, must be empty or not exist
   */
  void install(Path bundle, Path target, Parts parts, Consumer<String> told)
      throws InterruptedException;
}
