package io.usercenter.viewer.http;

import io.usercenter.viewer.access.Account;
import io.usercenter.viewer.access.Attempts;
import io.usercenter.viewer.access.Sessions;
import io.usercenter.viewer.provision.Json;
import io.usercenter.viewer.provision.Values;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets in who is logged in or brings the password with the request, as scripts do. */
final class Doorkeeper {

  static final String COOKIE = "platform_viewer_session";

  private final Account account;
  private final Sessions sessions;
  private final Attempts attempts;

  Doorkeeper(Account account, Sessions sessions, Attempts attempts) {
    this.account = account;
    this.sessions = sessions;
    this.attempts = attempts;
  }

  String user() {
    return account.user();
  }

  /** Nothing when the request may pass, else what to answer it with. */
  Optional<Reply> objection(Request request) {
    if (request.cookie(COOKIE).filter(sessions::knows).isPresent()) {
      return Optional.empty();
    }
    Optional<String> basic =
        request.header("Authorization").filter(it -> it.regionMatches(true, 0, "Basic ", 0, 6));
    if (basic.isEmpty()) {
      return Optional.of(Reply.error(401, "Unauthorized: log in, or use Basic authentication"));
    }
    String credentials = decoded(basic.get().substring(6).strip());
    int colon = credentials.indexOf(':');
    return colon < 0
        ? refusal(request, "", "")
        : refusal(request, credentials.substring(0, colon), credentials.substring(colon + 1));
  }

  Reply login(Request request) {
    Map<String, @Nullable Object> given;
    try {
      given = Values.map(Json.parse(request.text()));
    } catch (IOException _) {
      return Reply.error(400, "bad login data");
    }
    String user = Values.text(given.get("user"), "");
    String password = Values.text(given.get("password"), "");
    return refusal(request, user, password)
        .orElseGet(() ->
            Reply.ok(Map.of("message", "Logged in", "redirectUrl", "/"))
                .with("Set-Cookie", cookie(sessions.begin(), Sessions.LIFETIME)));
  }

  Reply logout(Request request) {
    request.cookie(COOKIE).ifPresent(sessions::end);
    return Reply.ok(Map.of("message", "Logged out")).with("Set-Cookie", cookie("", Duration.ZERO));
  }

  private Optional<Reply> refusal(Request request, String user, String password) {
    Duration pause = attempts.pause(request.remote());
    if (!pause.isZero()) {
      long seconds = pause.toSeconds() + 1;
      return Optional.of(
          Reply.error(429, "too many wrong passwords; try again in " + seconds + " s")
              .with("Retry-After", String.valueOf(seconds)));
    }
    if (account.admits(user, password)) {
      return Optional.empty();
    }
    attempts.failed(request.remote());
    return Optional.of(Reply.error(401, "Invalid username or password"));
  }

  private static String cookie(String token, Duration lifetime) {
    return "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Lax"
        .formatted(COOKIE, token, lifetime.toSeconds());
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return "";
    }
  }
}
