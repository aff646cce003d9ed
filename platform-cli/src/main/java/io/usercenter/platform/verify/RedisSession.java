package io.usercenter.platform.verify;

import io.usercenter.platform.wire.Connection;
import io.usercenter.platform.wire.Deadline;
import io.usercenter.platform.wire.OneLine;
import io.usercenter.platform.wire.Resp;
import io.usercenter.platform.wire.Resp.Reply;
import io.usercenter.platform.wire.WireException;

/** A session with the stack's Redis in which a refusal ends the check. */
final class RedisSession {

  private RedisSession() {}

  /** A connection that has logged in. */
  static Connection open(Targets targets, Deadline deadline) throws Unproven, WireException {
    Connection connection = Connection.open(targets.locate("Redis", 6379), deadline);
    try {
      ask(connection, "AUTH", targets.secret("redis_password"));
      return connection;
    } catch (Unproven | WireException failure) {
      connection.close();
      throw failure;
    }
  }

  static Reply ask(Connection connection, String... words) throws Unproven, WireException {
    Reply reply = Resp.send(connection, words);
    if (reply instanceof Reply.Refusal(String text)) {
      throw Unproven.failed("Redis refused " + words[0] + ": " + OneLine.of(text, 100));
    }
    return reply;
  }
}
