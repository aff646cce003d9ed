package io.usercenter.platform.cli.console;

import io.usercenter.platform.cli.console.Board.Phase;
import io.usercenter.platform.cli.console.Board.Row;
import io.usercenter.platform.cli.console.Styles.Style;
import io.usercenter.platform.cli.console.Terminal.Size;
import java.util.ArrayList;
import java.util.List;

/** One picture of a board: what is drawn at a moment, cut to the terminal. */
final class Frame {

  private static final int BAR = 16;
  private static final long SURELY_BYTES = 4096;

  private final Styles styles;
  private final boolean unicode;

  Frame(Styles styles, boolean unicode) {
    this.styles = styles;
    this.unicode = unicode;
  }

  /** A line to draw: its text, how many characters at its start are painted, and how. */
  record Line(String text, int painted, Style style) {

    String paint(Styles styles) {
      int until = Math.min(painted, text.length());
      return styles.paint(style, text.substring(0, until)) + text.substring(until);
    }
  }

  /**
   * @param tick counts the pictures, so that what is busy moves
   */
  List<Line> lines(String title, Board board, Size size, int tick) {
    List<Row> rows = board.rows();
    int name = rows.stream().mapToInt(row -> row.service().length()).max().orElse(0);
    List<Line> lines = new ArrayList<>();
    lines.add(header(title, rows, board));
    // The cursor rests below the picture, hence one row less than the terminal has.
    int room = Math.max(1, size.rows() - 2);
    List<Row> shown = rows.size() <= room ? rows : mostTelling(rows, room - 1);
    shown.forEach(row -> lines.add(line(row, name, tick)));
    if (shown.size() < rows.size()) {
      lines.add(new Line("   " + (rows.size() - shown.size()) + " more services", 99, Style.FAINT));
    }
    return lines.stream().map(line -> cut(line, size.columns() - 1)).toList();
  }

  private static List<Row> mostTelling(List<Row> rows, int room) {
    List<Row> chosen = new ArrayList<>();
    for (Phase phase :
        List.of(Phase.FAILED, Phase.BUSY, Phase.WAITING, Phase.SKIPPED, Phase.DONE)) {
      rows.stream().filter(row -> row.phase() == phase).forEach(chosen::add);
    }
    List<Row> kept = chosen.subList(0, Math.max(0, Math.min(room, chosen.size())));
    return rows.stream().filter(kept::contains).toList();
  }

  private Line header(String title, List<Row> rows, Board board) {
    long done = rows.stream().filter(row -> row.phase() == Phase.DONE).count();
    String text =
        "%s  %d of %d  %s".formatted(title, done, rows.size(), Measures.duration(board.elapsed()));
    return new Line(text, title.length(), Style.STRONG);
  }

  private Line line(Row row, int name, int tick) {
    String took = row.took().isZero() ? "" : Measures.duration(row.took());
    String text =
        " %s %s %s %11s  %s"
            .formatted(
                mark(row.phase(), tick),
                pad(row.service(), name),
                pad(row.word(), 9),
                took,
                row.total() > 0 ? bar(row) + " " + row.text() : row.text());
    return new Line(text.stripTrailing(), 2 + name + 1 + 9 + 2, style(row.phase()));
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private String mark(Phase phase, int tick) {
    return switch (phase) {
      case WAITING -> unicode ? "·" : ".";
      case BUSY -> (unicode ? "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏" : "|/-\\").substring(spin(tick), spin(tick) + 1);
      case DONE -> unicode ? "✔" : "+";
      case FAILED -> unicode ? "✘" : "x";
      case SKIPPED -> "-";
    };
  }

  private int spin(int tick) {
    return Math.floorMod(tick, unicode ? 10 : 4);
  }

  private static Style style(Phase phase) {
    return switch (phase) {
      case WAITING, SKIPPED -> Style.FAINT;
      case BUSY -> Style.BUSY;
      case DONE -> Style.GOOD;
      case FAILED -> Style.BAD;
    };
  }

  private static String bar(Row row) {
    int filled = Math.clamp(row.done() * BAR / row.total(), 0, BAR);
    String amount =
        row.total() > SURELY_BYTES
            ? Measures.bytes(row.done()) + " of " + Measures.bytes(row.total())
            : row.done() + " of " + row.total();
    return "[" + "=".repeat(filled) + " ".repeat(BAR - filled) + "] " + amount;
  }

  private Line cut(Line line, int width) {
    String text = line.text().replace('\n', ' ').replace('\r', ' ').replace('\t', ' ');
    if (text.length() > width) {
      String end = unicode ? "…" : "~";
      text = width < 1 ? "" : text.substring(0, width - 1) + end;
    }
    return new Line(text, line.painted(), line.style());
  }

  Styles styles() {
    return styles;
  }
}
