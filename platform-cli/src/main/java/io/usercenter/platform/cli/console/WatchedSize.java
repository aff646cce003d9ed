package io.usercenter.platform.cli.console;

import io.usercenter.platform.cli.console.Terminal.Size;
import java.util.function.Supplier;

/** The terminal's size, asked for again after each resize only. */
public final class WatchedSize implements Supplier<Size> {

  private volatile boolean stale = true;
  private volatile Size size = Size.USUAL;

  public WatchedSize() {
    Signals.on("WINCH", () -> stale = true);
  }

  @Override
  public Size get() {
    if (stale) {
      stale = false;
      size = Terminal.size().orElse(size);
    }
    return size;
  }
}
