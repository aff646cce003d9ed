package io.usercenter.viewer;

import io.usercenter.viewer.access.Account;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Asks the viewer what a first visitor asks, so that an AOT cache holds what answers it. */
final class Rehearsal {

  private static final List<String> PATHS =
      List.of(
          "/api/health",
          "/metrics",
          "/",
          "/api/user",
          "/api/search",
          "/api/dashboards/home",
          "/api/datasources",
          "/api/datasources/proxy/uid/prometheus/api/v1/query?query=1");

  private Rehearsal() {}

  static void run(InetSocketAddress viewer, Account account) throws IOException {
    String address = "http://" + viewer.getHostString() + ":" + viewer.getPort();
    String credentials = account.user() + ":" + account.password();
    String basic = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    for (String path : PATHS) {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(address + path).toURL().openConnection();
      connection.setRequestProperty("Authorization", "Basic " + basic);
      // A data source that does not run yet is no reason to fail.
      if (connection.getResponseCode() < 400) {
        try (InputStream in = connection.getInputStream()) {
          in.readAllBytes();
        }
      }
    }
  }
}
