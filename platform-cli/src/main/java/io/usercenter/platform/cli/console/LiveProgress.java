package io.usercenter.platform.cli.console;

import io.usercenter.platform.cli.console.Terminal.Size;
import io.usercenter.platform.execute.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Redraws a board in place, at most ten times a second. Each picture is one write, so nothing
 * flickers.
 */
public final class LiveProgress implements ProgressView {

  /** Undoes what {@link #HIDE} does; harmless when nothing was hidden. */
  public static final String RESTORE = "\u001b[?7h\u001b[?25h";

  // No cursor, and no wrapping of what is too long for a terminal that just shrank.
  private static final String HIDE = "\u001b[?25l\u001b[?7l";
  private static final long INTERVAL_MILLIS = 100;

  private final Console console;
  private final String title;
  private final Board board;
  private final Frame frame;
  private final Supplier<Size> sizes;
  private final Thread painter;
  private final CountDownLatch end = new CountDownLatch(1);
  private final List<String> said = new ArrayList<>();
  private List<Integer> drawn = List.of();

  public LiveProgress(Console console, String title, Board board, Supplier<Size> sizes) {
    this.console = console;
    this.title = title;
    this.board = board;
    this.frame = new Frame(console.errStyles(), console.terminal().unicode());
    this.sizes = sizes;
    this.painter = Thread.ofPlatform().daemon().name("progress").unstarted(this::paint);
    console.divert(this::say);
    painter.start();
  }

  /** Does nothing: the board hears of events by itself, and is drawn when it is time. */
  @Override
  public void accept(Event event) {}

  @Override
  public void say(String line) {
    synchronized (said) {
      said.add(line);
    }
  }

  @Override
  public void close() {
    end.countDown();
    joinPainter();
    console.divert(null);
    takeSaid().forEach(console::note);
  }

  private void joinPainter() {
    boolean interrupted = false;
    while (painter.isAlive()) {
      try {
        painter.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void paint() {
    int tick = 0;
    try {
      while (!pause()) {
        draw(sizes.get(), tick++);
      }
      draw(sizes.get(), tick);
    } finally {
      console.error(drawn.isEmpty() ? "" : RESTORE);
    }
  }

  private boolean pause() {
    try {
      return end.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      return true;
    }
  }

  private void draw(Size size, int tick) {
    List<Frame.Line> lines = frame.lines(title, board, size, tick);
    if (lines.size() <= 1) {
      return;
    }
    StringBuilder picture = new StringBuilder(drawn.isEmpty() ? HIDE : "");
    picture.append(up(size)).append('\r');
    for (String line : takeSaid()) {
      picture.append(line).append("\u001b[K\n");
    }
    for (Frame.Line line : lines) {
      picture.append(line.paint(frame.styles())).append("\u001b[K\n");
    }
    console.error(picture.append("\u001b[J").toString());
    drawn = lines.stream().map(line -> line.text().length()).toList();
  }

  private List<String> takeSaid() {
    synchronized (said) {
      List<String> taken = List.copyOf(said);
      said.clear();
      return taken;
    }
  }

  /** Back to the first line; a line longer than a terminal that shrank now takes several rows. */
  private String up(Size size) {
    int rows = 0;
    for (int length : drawn) {
      rows += Math.max(1, Math.ceilDiv(length, size.columns()));
    }
    return rows == 0 ? "" : "\u001b[" + Math.min(rows, size.rows() - 1) + "A";
  }
}
