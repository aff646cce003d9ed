package io.usercenter.platform.compose;

/** Where something is written: file as the user knows it, line and column from 1. */
public record Place(String file, int line, int column) {

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
