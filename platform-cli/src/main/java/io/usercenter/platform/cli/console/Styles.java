package io.usercenter.platform.cli.console;

/** Colours of one stream; leaves text alone where they are not wanted. */
public record Styles(boolean enabled) {

  /** What a piece of text means; each has its own look. */
  public enum Style {
    GOOD("32"),
    BAD("31;1"),
    CAUTION("33"),
    BUSY("36"),
    FAINT("2"),
    STRONG("1");

    private final String code;

    Style(String code) {
      this.code = code;
    }
  }

  public String paint(Style style, String text) {
    return enabled && !text.isEmpty() ? "\u001b[" + style.code + "m" + text + "\u001b[0m" : text;
  }
}
