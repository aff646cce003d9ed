package io.usercenter.user.api;

import io.usercenter.user.guard.RateLimiter;
import io.usercenter.user.guard.RateLimiters;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** Limits what one client may try; shared by the event loops. */
final class Clients {
  private final TrustedProxies proxies;
  private final RateLimiter logins;
  private final RateLimiter registrations;

  Clients(TrustedProxies proxies, RateLimiters limiters) {
    this.proxies = proxies;
    logins = limiters.of("login");
    registrations = limiters.of("register");
  }

  /** Fails with 429. */
  void limitLogins(HttpServerRequest request) {
    limit(logins, request);
  }

  /** Fails with 429. */
  void limitRegistrations(HttpServerRequest request) {
    limit(registrations, request);
  }

  private void limit(RateLimiter limiter, HttpServerRequest request) {
    String client =
        proxies.client(
            request.remoteAddress().hostAddress(), request.headers().getAll("X-Forwarded-For"));
    Duration delay = limiter.delay(client);
    if (!delay.isZero()) {
      throw Failures.tooManyRequests(delay, "too many attempts from one client");
    }
  }
}
