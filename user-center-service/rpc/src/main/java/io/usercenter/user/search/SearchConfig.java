package io.usercenter.user.search;

import io.usercenter.user.config.Section;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The {@code Search} block.
 *
 * @param username empty for a server that asks for none
 * @param index the alias that is searched; the indices behind it are {@code index-000001} and so on
 * @param timeout for one search
 */
public record SearchConfig(
    List<URI> hosts, String username, String password, String index, Duration timeout) {
  private static final Pattern INDEX = Pattern.compile("[a-z][a-z0-9_]{0,49}");
  private static final Duration LEAST = Duration.ofMillis(100);
  private static final Duration MOST = Duration.ofSeconds(30);

  public SearchConfig {
    hosts = List.copyOf(hosts);
  }

  /** Empty when the block is absent or not enabled: then nothing is searched or indexed. */
  public static Optional<SearchConfig> read(Section block) {
    if (!block.present() || !block.flag("Enabled", true)) {
      return Optional.empty();
    }
    return Optional.of(
        new SearchConfig(
            hosts(block),
            block.text("Username", ""),
            block.text("Password", ""),
            index(block),
            block.duration("Timeout", Duration.ofSeconds(2), LEAST, MOST)));
  }

  private static List<URI> hosts(Section block) {
    List<URI> hosts = new ArrayList<>();
    for (String list : block.texts("Hosts")) {
      for (String host : list.split(",", -1)) {
        address(host.strip())
            .ifPresentOrElse(
                hosts::add,
                () ->
                    block.wrong(
                        "Hosts",
                        host.strip(),
                        "http or https URLs, separated by commas",
                        "http://elasticsearch:9200"));
      }
    }
    return hosts.isEmpty() ? List.of(URI.create("http://elasticsearch:9200")) : hosts;
  }

  private static Optional<URI> address(String text) {
    try {
      URI address = new URI(text);
      String scheme = String.valueOf(address.getScheme());
      boolean http = scheme.equals("http") || scheme.equals("https");
      return http && address.getHost() != null ? Optional.of(address) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static String index(Section block) {
    String index = block.text("Index", "users");
    if (!INDEX.matcher(index).matches()) {
      block.wrong("Index", index, "lower-case letters, digits and _, up to 50", "users");
    }
    return index;
  }

  @Override
  public String toString() {
    return hosts + "/" + index;
  }
}
