package io.usercenter.platform.cli;

import io.usercenter.platform.image.EngineImages;
import io.usercenter.platform.image.LocalImages;

/**
 * The images of one stack, on the engine that answers.
 *
 * @param stack name of the stack
 * @param engine closed with this
 */
public record StackImages(String stack, LocalImages local, EngineImages engine)
    implements AutoCloseable {

  /** Opens the images of a stack. */
  @FunctionalInterface
  public interface Opener {

    StackImages open(StackOptions options) throws InterruptedException;
  }

  @Override
  public void close() {
    local.close();
    engine.close();
  }
}
