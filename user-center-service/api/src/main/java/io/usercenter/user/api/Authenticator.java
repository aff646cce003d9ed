package io.usercenter.user.api;

import io.usercenter.user.contract.Caller;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Tells from the bearer token (RFC 6750) who calls. Belongs to one event loop; a token is verified
 * once while it is among those used last.
 */
final class Authenticator {
  private static final int REMEMBERED = 1024;
  private static final int LONGEST = 2048;
  private static final String SCHEME = "Bearer ";

  private final Supplier<Tokens> tokens;
  private final Map<String, Tokens.Verified> verified =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tokens.Verified> eldest) {
          return size() > REMEMBERED;
        }
      };

  Authenticator(Supplier<Tokens> tokens) {
    this.tokens = tokens;
  }

  /** Fails with 401. */
  Caller caller(HttpServerRequest request) {
    String token = token(request.headers().getAll("Authorization"));
    Tokens.Verified known = verified.get(token);
    if (known == null) {
      known = tokens.get().verify(token);
      verified.put(token, known);
    } else if (Instant.now().isAfter(known.until())) {
      verified.remove(token);
      throw Tokens.expired();
    }
    return known.caller();
  }

  private static String token(List<String> headers) {
    if (headers.isEmpty()) {
      throw Failures.unauthenticated("an access token is required", "");
    }
    String header = headers.getFirst();
    boolean bearer = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    if (headers.size() > 1 || !bearer || header.length() > LONGEST) {
      throw Failures.unauthenticated("one bearer token is expected", "invalid_token");
    }
    return header.substring(SCHEME.length()).strip();
  }
}
