package io.usercenter.user.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A host and a port, written {@code HOST:PORT}; an IPv6 address stands in brackets. */
public record Address(String host, int port) {
  private static final Pattern FORM =
      Pattern.compile("(?:\\[(?<six>[0-9A-Fa-f:.]+)]|(?<host>[^\\s:/@\\[\\]]*)):(?<port>\\d{1,5})");

  public static Optional<Address> parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      return Optional.empty();
    }
    String host = form.group("six") == null ? form.group("host") : form.group("six");
    int port = Integer.parseInt(form.group("port"));
    return port > 0 && port < 65_536 ? Optional.of(new Address(host, port)) : Optional.empty();
  }

  @Override
  public String toString() {
    return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
  }
}
