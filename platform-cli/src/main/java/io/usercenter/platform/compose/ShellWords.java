package io.usercenter.platform.compose;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Splits a command line into words as the reference implementation does; no shell is run. */
final class ShellWords {

  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean started;
  private boolean escaped;
  private boolean doubleQuoted;
  private boolean singleQuoted;
  private boolean backQuoted;
  private boolean dollarQuoted;

  private ShellWords() {}

  /** The words; null when a quote or bracket is not closed. */
  static @Nullable List<String> split(String line) {
    ShellWords split = new ShellWords();
    for (int i = 0; i < line.length(); i++) {
      switch (split.next(line.charAt(i))) {
        case GO_ON -> {
          // The next letter.
        }
        case STOP -> i = line.length();
        case BROKEN -> {
          return null;
        }
      }
    }
    return split.finish();
  }

  private enum Step {
    GO_ON,
    STOP,
    BROKEN
  }

  private Step next(char c) {
    if (escaped) {
      escaped = false;
      return append(c == 't' ? '\t' : c == 'n' ? '\n' : c);
    }
    if (c == '\\') {
      if (singleQuoted) {
        word.append(c);
      } else {
        escaped = true;
      }
      return Step.GO_ON;
    }
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      return blank(c);
    }
    return special(c);
  }

  private Step blank(char c) {
    if (singleQuoted || doubleQuoted || backQuoted || dollarQuoted) {
      word.append(c);
    } else {
      end();
    }
    return Step.GO_ON;
  }

  private Step special(char c) {
    switch (c) {
      case '`' -> backQuoted ^= !singleQuoted && !doubleQuoted && !dollarQuoted;
      case ')' -> dollarQuoted ^= !singleQuoted && !doubleQuoted && !backQuoted;
      case '(' -> {
        if (!singleQuoted && !doubleQuoted && !backQuoted) {
          return openBracket();
        }
      }
      case '"' -> {
        if (!singleQuoted && !dollarQuoted) {
          started |= doubleQuoted;
          doubleQuoted = !doubleQuoted;
          return Step.GO_ON;
        }
      }
      case '\'' -> {
        if (!doubleQuoted && !dollarQuoted) {
          started |= singleQuoted;
          singleQuoted = !singleQuoted;
          return Step.GO_ON;
        }
      }
      case ';', '&', '|', '<', '>' -> {
        if (!singleQuoted && !doubleQuoted && !backQuoted && !dollarQuoted) {
          started &= !(c == '>' && !word.isEmpty() && Character.isDigit(word.charAt(0)));
          return Step.STOP;
        }
      }
      default -> {
        // Part of a word.
      }
    }
    return append(c);
  }

  private Step openBracket() {
    if (dollarQuoted || word.isEmpty() || word.charAt(word.length() - 1) != '$') {
      return Step.BROKEN;
    }
    dollarQuoted = true;
    word.append('(');
    return Step.GO_ON;
  }

  private Step append(char c) {
    started = true;
    word.append(c);
    return Step.GO_ON;
  }

  private void end() {
    if (started) {
      words.add(word.toString());
      word.setLength(0);
      started = false;
    }
  }

  private @Nullable List<String> finish() {
    end();
    return escaped || singleQuoted || doubleQuoted || backQuoted || dollarQuoted ? null : words;
  }
}
