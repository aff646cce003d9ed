package io.usercenter.user.acceptance;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/** A real PostgreSQL whose login needs SCRAM, and which can be stopped and started again. */
final class Postgres implements AutoCloseable {
  static final String PASSWORD = "it's a secret";

  private final Path directory;
  private final int port = Ports.free();
  private EmbeddedPostgres server;

  Postgres(Path directory) {
    this.directory = directory;
    server = launch();
    sql("CREATE ROLE user_center LOGIN PASSWORD 'it''s a secret'");
    sql("CREATE DATABASE user_db OWNER user_center");
  }

  int port() {
    return port;
  }

  void start() {
    server = launch();
  }

  void stop() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long insertUser(String name) {
    return number(
        "INSERT INTO users (username, email, password_hash, created_at) VALUES ('%1$s', '%1$s@x', 'hash-of-%1$s', '2026-11-23 06:01:57Z') RETURNING id"
            .formatted(name));
  }

  /** Nobody else reads or writes users until the connection is closed. */
  Connection lockUsers() throws SQLException {
    Connection connection = server.getDatabase("postgres", "user_db").getConnection();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("LOCK TABLE users IN ACCESS EXCLUSIVE MODE");
    }
    return connection;
  }

  long number(String query) {
    return number("user_db", query);
  }

  long number(String database, String query) {
    try (Connection connection = server.getDatabase("postgres", database).getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The second column by the first. */
  Map<Long, String> texts(String query) {
    try (Connection connection = server.getDatabase("postgres", "user_db").getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      Map<Long, String> texts = new TreeMap<>();
      while (rows.next()) {
        texts.put(rows.getLong(1), rows.getString(2));
      }
      return texts;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One more database of the service's account, with what the script makes in it. */
  void database(String name, String script) {
    sql("postgres", "CREATE DATABASE " + name + " OWNER user_center");
    sql(name, script);
  }

  @Override
  public void close() {
    stop();
  }

  private void sql(String statement) {
    sql("postgres", statement);
  }

  private void sql(String database, String statement) {
    try (Connection connection = server.getDatabase("postgres", database).getConnection();
        Statement ready = connection.createStatement()) {
      ready.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private EmbeddedPostgres launch() {
    try {
      Path access = directory.resolve("pg_hba.conf");
      Files.writeString(
          access,
          "host all postgres 127.0.0.1/32 trust\nhost all user_center 127.0.0.1/32 scram-sha-256\n");
      return EmbeddedPostgres.builder()
          .setDataDirectory(directory.resolve("data"))
          .setOverrideWorkingDirectory(directory.resolve("work").toFile())
          .setCleanDataDirectory(false)
          .setPort(port)
          .setServerConfig("hba_file", access.toString())
          .setServerConfig("fsync", "off")
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
