package io.usercenter.platform.develop;

import java.nio.file.Path;

/**
 * Why sources cannot be compiled.
 *
 * @param line of the file, from 1
 * @param column of that line, from 1
 * @param source the line itself
 */
public record Mistake(Path file, long line, long column, String message, String source) {

  /** As compilers write it, the source line below it and a mark under the column. */
  public String text(Path relativeTo) {
    String place = relativeTo.relativize(file) + ":" + line + ":" + column;
    return place
        + ": "
        + message
        + "\n    "
        + source
        + "\n    "
        + source.substring(0, (int) Math.min(column - 1, source.length())).replaceAll("\\S", " ")
        + "^";
  }
}
