package io.usercenter.platform.compose;

/** Classes of ASCII letters. */
final class Letters {

  private Letters() {}

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isSmall(char c) {
    return c >= 'a' && c <= 'z';
  }

  static boolean isLetter(char c) {
    return isSmall(c) || (c >= 'A' && c <= 'Z');
  }

  static boolean isAlphanumeric(char c) {
    return isLetter(c) || isDigit(c);
  }
}
