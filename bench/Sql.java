import java.sql.DriverManager;

/** Runs statements: java -cp POSTGRESQL.jar bench/Sql.java URL USER STATEMENT... with PGPASSWORD. */
class Sql {
  public static void main(String[] args) throws Exception {
    try (var connection = DriverManager.getConnection(args[0], args[1], System.getenv("PGPASSWORD"));
        var statement = connection.createStatement()) {
      for (int i = 2; i < args.length; i++) {
        statement.execute(args[i]);
      }
    }
  }
}
