package io.usercenter.platform.verify;

import io.usercenter.platform.wire.Address;
import io.usercenter.platform.wire.Connection;
import io.usercenter.platform.wire.Deadline;
import io.usercenter.platform.wire.Resp.Reply;
import io.usercenter.platform.wire.WireException;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.UUID;

/** Round trips through the servers that hold data. */
final class ServerChecks {

  private static final String USER = "user_center";
  private static final String DATABASE = "user_db";

  private final Targets targets;

  ServerChecks(Targets targets) {
    this.targets = targets;
  }

  /** Commits, so that the write-ahead log is flushed; a temporary table leaves nothing behind. */
  String postgres(Deadline deadline) throws Unproven {
    Address address = targets.locate("PostgreSQL", 5432);
    Properties login = new Properties();
    login.setProperty("user", USER);
    login.setProperty("password", targets.secret("user_center_password"));
    login.setProperty("ApplicationName", "platform verify");
    String seconds = Long.toString(Math.max(1, deadline.remaining().toSeconds()));
    for (String limit : new String[] {"connectTimeout", "loginTimeout", "socketTimeout"}) {
      login.setProperty(limit, seconds);
    }
    String url = "jdbc:postgresql://" + address + "/" + DATABASE;
    try (java.sql.Connection connection = DriverManager.getConnection(url, login)) {
      roundTrip(connection);
      String version = connection.getMetaData().getDatabaseProductVersion();
      return "PostgreSQL " + version + ", " + DATABASE + " as " + USER;
    } catch (SQLException cause) {
      throw Unproven.failed(address + ": " + cause.getMessage());
    }
  }

  private static void roundTrip(java.sql.Connection connection) throws SQLException, Unproven {
    String word = UUID.randomUUID().toString();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("create temporary table platform_verify (word text not null)");
    }
    try (PreparedStatement insert =
        connection.prepareStatement("insert into platform_verify values (?)")) {
      insert.setString(1, word);
      insert.executeUpdate();
    }
    connection.commit();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select word from platform_verify")) {
      if (!rows.next() || !word.equals(rows.getString(1))) {
        throw Unproven.failed("PostgreSQL did not give back the row it was given");
      }
    }
  }

  String redis(Deadline deadline) throws Unproven, WireException {
    String key = "platform:verify:" + UUID.randomUUID();
    String word = UUID.randomUUID().toString();
    try (Connection connection = RedisSession.open(targets, deadline)) {
      RedisSession.ask(connection, "SET", key, word, "EX", "60");
      Reply read = RedisSession.ask(connection, "GET", key);
      Reply deleted = RedisSession.ask(connection, "DEL", key);
      if (!read.equals(new Reply.Bulk(word)) || !deleted.equals(new Reply.Simple("1"))) {
        throw Unproven.failed("Redis did not give back the value it was given");
      }
      return "Redis at " + connection.address() + ", with its password";
    }
  }

  String elasticsearch(Deadline deadline) throws Unproven, WireException {
    Address address = targets.locate("Elasticsearch", 9200);
    String word = "w" + UUID.randomUUID().toString().replace("-", "");
    String index = "/platform-verify-" + word;
    String settings = "{\"settings\":{\"number_of_shards\":1,\"number_of_replicas\":0}}";
    Json.ask(address, "PUT", index, settings, deadline);
    try {
      String document = "{\"word\":\"" + word + "\"}";
      Json.ask(address, "PUT", index + "/_doc/1", document, deadline);
      Json.ask(address, "POST", index + "/_refresh", "", deadline);
      Json hits = Json.get(address, index + "/_search?q=word:" + word, deadline).at("hits");
      if (hits.at("hits").items().size() != 1) {
        throw Unproven.failed("a search did not find the document that was just indexed");
      }
    } finally {
      Json.ask(address, "DELETE", index, "", deadline);
    }
    return "found the document in an index of its own";
  }
}
