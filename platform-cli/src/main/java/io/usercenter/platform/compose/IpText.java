package io.usercenter.platform.compose;

/** Tells whether a text is an IPv4 or IPv6 address, without asking a name service. */
final class IpText {

  private IpText() {}

  static boolean isAddress(String text) {
    return text.indexOf(':') < 0 ? isV4(text) : isV6(text);
  }

  private static boolean isV4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (String part : parts) {
      if (!isNumber(part, 3, 10)
          || Integer.parseInt(part) > 255
          || (part.length() > 1 && part.startsWith("0"))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isV6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text) == 8;
    }
    String head = text.substring(0, gap);
    String tail = text.substring(gap + 2);
    int before = head.isEmpty() ? 0 : groups(head);
    int after = tail.isEmpty() ? 0 : groups(tail);
    return before >= 0 && after >= 0 && before + after <= 7;
  }

  /** How many 16-bit groups the text has; -1 when it is not made of groups. */
  private static int groups(String text) {
    String[] parts = text.split(":", -1);
    int groups = 0;
    for (int i = 0; i < parts.length; i++) {
      if (i == parts.length - 1 && parts[i].indexOf('.') >= 0 && isV4(parts[i])) {
        return groups + 2;
      }
      if (!isNumber(parts[i], 4, 16)) {
        return -1;
      }
      groups++;
    }
    return groups;
  }

  private static boolean isNumber(String text, int most, int radix) {
    if (text.isEmpty() || text.length() > most) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 'f' || Character.digit(text.charAt(i), radix) < 0) {
        return false;
      }
    }
    return true;
  }
}
