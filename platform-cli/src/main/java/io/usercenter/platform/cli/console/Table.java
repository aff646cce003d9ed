package io.usercenter.platform.cli.console;

import io.usercenter.platform.cli.console.Styles.Style;
import java.util.ArrayList;
import java.util.List;

/** Columns as wide as their widest cell, two spaces between them. */
public final class Table {

  /** A piece of text and how it looks; null when it looks like any other. */
  public record Cell(String text, @org.jspecify.annotations.Nullable Style style) {

    public static Cell plain(String text) {
      return new Cell(text, null);
    }
  }

  private final List<List<Cell>> rows = new ArrayList<>();

  public static Table titled(String... titles) {
    Table table = new Table();
    List<Cell> row = new ArrayList<>();
    for (String title : titles) {
      row.add(new Cell(title, Style.FAINT));
    }
    return table.add(row);
  }

  public Table add(List<Cell> cells) {
    rows.add(List.copyOf(cells));
    return this;
  }

  /** One line a row; nothing follows the last cell that has text. */
  public String render(Styles styles) {
    List<Integer> widths = widths();
    StringBuilder text = new StringBuilder();
    for (List<Cell> row : rows) {
      StringBuilder line = new StringBuilder();
      int owed = 0;
      for (int column = 0; column < row.size(); column++) {
        Cell cell = row.get(column);
        if (!cell.text().isEmpty()) {
          line.repeat(' ', owed);
          line.append(cell.style() == null ? cell.text() : styles.paint(cell.style(), cell.text()));
          owed = 0;
        }
        owed += widths.get(column) - cell.text().length() + 2;
      }
      text.append(line).append('\n');
    }
    return text.toString();
  }

  private List<Integer> widths() {
    List<Integer> widths = new ArrayList<>();
    for (List<Cell> row : rows) {
      for (int column = 0; column < row.size(); column++) {
        int length = row.get(column).text().length();
        if (column == widths.size()) {
          widths.add(length);
        } else {
          widths.set(column, Math.max(widths.get(column), length));
        }
      }
    }
    return widths;
  }
}
