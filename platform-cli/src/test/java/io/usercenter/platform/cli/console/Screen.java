package io.usercenter.platform.cli.console;

import java.util.ArrayList;
import java.util.List;

/** As much of a terminal as the live progress uses: text, lines, cursor up, erase. */
final class Screen {

  private final int columns;
  private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
  private int row;
  private int column;
  private boolean cursorShown = true;

  Screen(int columns) {
    this.columns = columns;
  }

  void write(String text) {
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\u001b') {
        at = control(text, at + 2);
      } else {
        put(c);
        at++;
      }
    }
  }

  List<String> lines() {
    return lines.stream().map(line -> line.toString().stripTrailing()).toList();
  }

  boolean cursorShown() {
    return cursorShown;
  }

  private void put(char c) {
    if (c == '\n') {
      row++;
      column = 0;
      if (row == lines.size()) {
        lines.add(new StringBuilder());
      }
    } else if (c == '\r') {
      column = 0;
    } else if (column < columns) {
      StringBuilder line = lines.get(row);
      while (line.length() <= column) {
        line.append(' ');
      }
      line.setCharAt(column++, c);
    } else {
      throw new AssertionError("a line is wider than the terminal: " + lines.get(row));
    }
  }

  private int control(String text, int start) {
    int end = start;
    while (!Character.isLetter(text.charAt(end))) {
      end++;
    }
    String argument = text.substring(start, end);
    switch (text.charAt(end)) {
      case 'A' -> row = Math.max(0, row - Integer.parseInt(argument));
      case 'K' -> lines.get(row).setLength(Math.min(column, lines.get(row).length()));
      case 'J' -> {
        lines.get(row).setLength(Math.min(column, lines.get(row).length()));
        lines.subList(row + 1, lines.size()).clear();
      }
      case 'h' -> cursorShown |= argument.equals("?25");
      case 'l' -> cursorShown &= !argument.equals("?25");
      case 'm' -> {}
      default -> throw new AssertionError("unknown control " + text.charAt(end));
    }
    return end + 1;
  }
}
