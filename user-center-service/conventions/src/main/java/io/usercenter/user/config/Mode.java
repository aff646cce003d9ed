package io.usercenter.user.config;

/** go-zero's service modes: shedding is only on in {@link #PRO}. */
public enum Mode {
  DEV,
  TEST,
  RT,
  PRE,
  PRO;

  public static Mode read(Section root) {
    return switch (root.choice("Mode", "pro", "dev", "test", "rt", "pre")) {
      case "dev" -> DEV;
      case "test" -> TEST;
      case "rt" -> RT;
      case "pre" -> PRE;
      default -> PRO;
    };
  }
}
