package io.usercenter.platform.cli;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.execute.Progress;
import java.util.HashSet;
import java.util.Set;

/** Progress as lines, none of them twice. */
final class ToldOnce implements Progress {

  private final Console console;
  private final Set<String> told = new HashSet<>();

  ToldOnce(Console console) {
    this.console = console;
  }

  @Override
  public synchronized void report(String text, long done, long total) {
    if (told.add(text)) {
      console.note(text);
    }
  }
}
