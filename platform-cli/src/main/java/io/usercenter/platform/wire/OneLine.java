package io.usercenter.platform.wire;

/** Foreign text made fit for a line of a table or a message. */
public final class OneLine {

  private OneLine() {}

  /** The first {@code most} characters with white space and control characters as one blank. */
  public static String of(String text, int most) {
    String start = text.substring(0, Math.min(text.length(), most * 4));
    String line = start.replaceAll("[\\s\\p{Cntrl}\\ufffd]+", " ").strip();
    return line.length() <= most ? line : line.substring(0, most - 1) + "…";
  }
}
