package io.usercenter.platform.probe;

import io.usercenter.platform.probe.Health.Healthy;
import io.usercenter.platform.probe.Health.Unhealthy;
import io.usercenter.platform.wire.Address;
import io.usercenter.platform.wire.Connection;
import io.usercenter.platform.wire.Deadline;
import io.usercenter.platform.wire.OneLine;
import io.usercenter.platform.wire.WireException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Begins a PostgreSQL session and leaves before it has to log in, as pg_isready does (PostgreSQL
 * documentation, "Message Formats": StartupMessage, Authentication, ErrorResponse).
 */
final class PostgresStartup {

  private static final int PROTOCOL_3_0 = 196_608;
  private static final int ANSWER_BYTES = 8192;
  private static final String PARAMETERS = "user\0platform\0database\0postgres\0\0";

  private PostgresStartup() {}

  static Health ask(Address address, Deadline deadline) throws WireException {
    try (Connection connection = Connection.open(address, deadline)) {
      connection.write(startup());
      int kind = connection.read();
      return switch (kind) {
        case 'R' -> new Healthy();
        case 'E' -> new Unhealthy(reason(connection));
        case -1 -> new Unhealthy(address + " closed the connection without an answer");
        default -> new Unhealthy(address + " does not speak PostgreSQL");
      };
    }
  }

  private static byte[] startup() {
    byte[] parameters = PARAMETERS.getBytes(StandardCharsets.US_ASCII);
    int length = 2 * Integer.BYTES + parameters.length;
    return ByteBuffer.allocate(length).putInt(length).putInt(PROTOCOL_3_0).put(parameters).array();
  }

  private static String reason(Connection connection) throws WireException {
    int length = ByteBuffer.wrap(connection.exactly(Integer.BYTES)).getInt() - Integer.BYTES;
    if (length < 0 || length > ANSWER_BYTES) {
      return connection.address() + " does not speak PostgreSQL";
    }
    String fields = new String(connection.exactly(length), StandardCharsets.UTF_8);
    String message = field(fields, 'M');
    // 57P03 cannot_connect_now: it starts up, shuts down or recovers, and its message says which.
    return field(fields, 'C').equals("57P03")
        ? message
        : "PostgreSQL refused: " + message + " (" + field(fields, 'C') + ")";
  }

  private static String field(String fields, char name) {
    for (String field : fields.split("\0", -1)) {
      if (!field.isEmpty() && field.charAt(0) == name) {
        return OneLine.of(field.substring(1), 160);
      }
    }
    return "";
  }
}
