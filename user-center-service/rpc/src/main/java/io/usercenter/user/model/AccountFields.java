package io.usercenter.user.model;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What may be written into an account; collects every problem, each named by its field. */
public final class AccountFields {
  private static final Pattern USERNAME =
      Pattern.compile(
          "[A-Za-z0-9_.\\-\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\u30FC\\p{IsHangul}]{3,50}");

  /** As browsers check it (WHATWG), but with a dot in the domain. */
  private static final Pattern EMAIL =
      Pattern.compile(
          "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}"
              + "@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
              + "(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+");

  private static final int MOST_EMAIL = 100;
  private static final int LEAST_PASSWORD = 8;
  private static final int MOST_PASSWORD = 128;
  private static final int MOST_NICKNAME = 50;
  private static final int MOST_BIO = 500;

  private final List<String> problems = new ArrayList<>();

  public AccountFields username(String value) {
    return require(
        USERNAME.matcher(value).matches(),
        "username must be 3 to 50 letters, digits, '_', '-', '.' or CJK characters");
  }

  public AccountFields email(String value) {
    return require(
        value.length() <= MOST_EMAIL && EMAIL.matcher(value).matches(),
        "email must be an address of at most 100 characters");
  }

  /** Named by the caller, since a new password has a field of its own. */
  public AccountFields password(String field, String value) {
    int length = length(value);
    return require(
        length >= LEAST_PASSWORD && length <= MOST_PASSWORD && isPlain(value, false),
        field + " must have 8 to 128 characters and no control characters");
  }

  public AccountFields nickname(String value) {
    return require(
        length(value) <= MOST_NICKNAME && isPlain(value, false),
        "nickname must have at most 50 characters and no control characters");
  }

  public AccountFields bio(String value) {
    return require(
        length(value) <= MOST_BIO && isPlain(value, true),
        "bio must have at most 500 characters and no control characters but line breaks");
  }

  /** Empty when all is well. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  private AccountFields require(boolean right, String problem) {
    if (!right) {
      problems.add(problem);
    }
    return this;
  }

  private static int length(String value) {
    return value.codePointCount(0, value.length());
  }

  private static boolean isPlain(String value, boolean lines) {
    return value.codePoints().allMatch(c -> (lines && c == '\n') || isVisible(c));
  }

  /** Neither a control character nor half of a surrogate pair, which UTF-8 cannot carry. */
  private static boolean isVisible(int codePoint) {
    return !Character.isISOControl(codePoint)
        && Character.getType(codePoint) != Character.SURROGATE;
  }
}
