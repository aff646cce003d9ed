package io.usercenter.platform.probe;

import io.usercenter.platform.probe.Health.Healthy;
import io.usercenter.platform.probe.Health.Unhealthy;
import io.usercenter.platform.wire.Address;
import io.usercenter.platform.wire.Connection;
import io.usercenter.platform.wire.Deadline;
import io.usercenter.platform.wire.Http;
import io.usercenter.platform.wire.Http.Answer;
import io.usercenter.platform.wire.OneLine;
import io.usercenter.platform.wire.Resp;
import io.usercenter.platform.wire.Resp.Reply;
import io.usercenter.platform.wire.WireException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Carries probes out on the calling thread, which should be a virtual one. Keeps a few kilobytes
 * while it waits, whatever the other side sends.
 */
public final class Prober {

  private static final int BODY_BYTES = 64 * 1024;
  private static final int EXCERPT_BYTES = 512;

  /** Returns by the end of {@code timeout}; a failure to connect or to answer is a value too. */
  public Health check(Probe probe, Duration timeout) {
    Deadline deadline = Deadline.after(timeout);
    try {
      return switch (probe) {
        case Probe.Http http -> http(http, deadline);
        case Probe.Tcp(String host, int port) -> tcp(new Address(host, port), deadline);
        case Probe.Redis redis -> redis(redis, deadline);
        case Probe.Postgres(String host, int port) ->
            PostgresStartup.ask(new Address(host, port), deadline);
        case Probe.Exec exec -> Command.run(exec.command(), deadline);
      };
    } catch (WireException failure) {
      return new Unhealthy(failure.reason());
    }
  }

  private static Health http(Probe.Http probe, Deadline deadline) throws WireException {
    int limit = probe.bodyContains().isEmpty() ? EXCERPT_BYTES : BODY_BYTES;
    Answer answer = Http.send(Http.Request.get(probe.uri()), deadline, limit);
    if (answer.status() != probe.expectedStatus()) {
      return new Unhealthy(answer.summary());
    }
    return answer.body().contains(probe.bodyContains())
        ? new Healthy()
        : new Unhealthy("the answer of " + probe.uri() + " lacks '" + probe.bodyContains() + "'");
  }

  private static Health tcp(Address address, Deadline deadline) throws WireException {
    try (Connection _ = Connection.open(address, deadline)) {
      return new Healthy();
    }
  }

  private static Health redis(Probe.Redis probe, Deadline deadline) throws WireException {
    try (Connection connection =
        Connection.open(new Address(probe.host(), probe.port()), deadline)) {
      Path passwordFile = probe.passwordFile();
      if (passwordFile != null
          && Resp.send(connection, "AUTH", password(passwordFile))
              instanceof Reply.Refusal(String text)) {
        return new Unhealthy("Redis refused the password: " + OneLine.of(text, 100));
      }
      return switch (Resp.send(connection, "PING")) {
        case Reply.Simple(String text) when text.equals("PONG") -> new Healthy();
        case Reply.Refusal(String text) -> new Unhealthy(OneLine.of(text, 100));
        case Reply.Simple _, Reply.Bulk _, Reply.Missing _ ->
            new Unhealthy(connection.address() + " did not answer PING with PONG");
      };
    }
  }

  private static String password(Path file) throws WireException {
    try {
      return Files.readString(file).strip();
    } catch (IOException cause) {
      throw new WireException("the password file '" + file + "' cannot be read", cause);
    }
  }
}
