import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** MySQL Connector/J and MariaDB Connector/J: start-up questions, both protocols, cursors, DatabaseMetaData. */
public final class Clients {
  private static int passed;
  private static int failed;

  private interface Check {
    void run() throws Exception;
  }

  private static void check(String name, Check check) {
    try {
      check.run();
      passed++;
    } catch (Exception | AssertionError error) {
      failed++;
      System.err.println("FAILED " + name);
      error.printStackTrace();
    }
  }

  private static void equal(Object actual, Object expected) {
    if (!expected.equals(actual)) throw new AssertionError("got " + actual + ", expected " + expected);
  }

  private static void isTrue(String what, boolean holds) {
    if (!holds) throw new AssertionError(what);
  }

  private static Connection connect(String scheme, String options) throws SQLException {
    String url = "jdbc:" + scheme + "://" + System.getenv("STAGEWIRE_HOST") + ":" + System.getenv("STAGEWIRE_PORT") + "/system?" + options;
    return DriverManager.getConnection(url, System.getenv("STAGEWIRE_USER"), System.getenv("STAGEWIRE_PASSWORD"));
  }

  private static List<String> column(ResultSet rows, String name) throws SQLException {
    List<String> values = new ArrayList<>();
    while (rows.next()) values.add(rows.getString(name));
    return values;
  }

  private static void values(Connection connection) throws SQLException {
    String sql = "SELECT 1, CAST(1.50 AS DECIMAL(10,2)), CAST(0.1 AS DOUBLE), 'naïve 🎈', NULL, CAST('2024-02-29 12:34:56.789012' AS DATETIME), 18446744073709551615";
    try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
      isTrue("a row", row.next());
      equal(row.getInt(1), 1);
      equal(row.getBigDecimal(2), new BigDecimal("1.50"));
      equal(row.getDouble(3), 0.1);
      equal(row.getString(4), "naïve 🎈");
      isTrue("null", row.getString(5) == null && row.wasNull());
      equal(row.getObject(6, LocalDateTime.class), LocalDateTime.of(2024, 2, 29, 12, 34, 56, 789012000));
      equal(row.getBigDecimal(7), new BigDecimal("18446744073709551615"));
    }
  }

  private static void parameters(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT ?, ?, ?, ?")) {
      equal(statement.getParameterMetaData().getParameterCount(), 4);
      for (int n = 0; n < 5; n++) {
        statement.setInt(1, n);
        statement.setString(2, "it's \"q\" \\");
        statement.setTimestamp(3, Timestamp.valueOf(LocalDateTime.of(2024, 1, 2, 3, 4, 5)));
        statement.setBytes(4, new byte[] {0, 1, (byte) 255});
        try (ResultSet row = statement.executeQuery()) {
          isTrue("a row", row.next());
          equal(row.getInt(1), n);
          equal(row.getString(2), "it's \"q\" \\");
          equal(row.getTimestamp(3).toLocalDateTime(), LocalDateTime.of(2024, 1, 2, 3, 4, 5));
        }
      }
    }
  }

  private static void manyRows(Connection connection, int fetchSize) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT number, concat('r', number) FROM numbers(?)")) {
      statement.setInt(1, 100_000);
      statement.setFetchSize(fetchSize);
      int count = 0;
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          equal(rows.getLong(1), (long) count);
          count++;
        }
      }
      equal(count, 100_000);
    }
  }

  private static void metadata(Connection connection) throws SQLException {
    DatabaseMetaData data = connection.getMetaData();
    isTrue("product version", data.getDatabaseMajorVersion() >= 8);
    isTrue("catalogs", Set.copyOf(column(data.getCatalogs(), "TABLE_CAT")).containsAll(Set.of("default", "system", "information_schema")));
    isTrue("tables", column(data.getTables("system", null, "%", null), "TABLE_NAME").contains("stages"));
    isTrue("table types", !column(data.getTableTypes(), "TABLE_TYPE").isEmpty());
    List<String> columns = column(data.getColumns("system", null, "stages", "%"), "COLUMN_NAME");
    equal(columns.subList(0, 2), List.of("name", "stage_type"));
    equal(column(data.getPrimaryKeys("system", null, "stages"), "COLUMN_NAME"), List.of());
    equal(column(data.getIndexInfo("system", null, "stages", false, true), "INDEX_NAME"), List.of());
    equal(column(data.getImportedKeys("system", null, "stages"), "FK_NAME"), List.of());
    equal(column(data.getExportedKeys("system", null, "stages"), "FK_NAME"), List.of());
    column(data.getProcedures("system", null, "%"), "PROCEDURE_NAME");
    column(data.getFunctions("system", null, "%"), "FUNCTION_NAME");
    column(data.getTablePrivileges("system", null, "%"), "PRIVILEGE");
    isTrue("type info", !column(data.getTypeInfo(), "TYPE_NAME").isEmpty());
    isTrue("key words", !data.getSQLKeywords().isEmpty());
  }

  private static void stages(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE OR REPLACE STAGE " + name);
      // Both connectors send a file only for a statement that they know to ask for one.
      statement.execute("LOAD DATA LOCAL INFILE '" + System.getenv("STAGEWIRE_FILE") + "' INTO STAGE " + name);
      try (PreparedStatement prepared = connection.prepareStatement("LOAD DATA LOCAL INFILE ? REPLACE INTO STAGE " + name)) {
        prepared.setString(1, System.getenv("STAGEWIRE_FILE"));
        equal(prepared.executeUpdate(), 1);
      }
      statement.execute("LIST @" + name);
      equal(column(statement.getResultSet(), "name"), List.of("books.csv"));
      statement.execute("DROP STAGE " + name);
      try {
        statement.execute("LIST @" + name);
        throw new AssertionError("the stage is still there");
      } catch (SQLException error) {
        isTrue("2501 in " + error.getMessage(), error.getMessage().contains("2501"));
      }
    }
  }

  private static void transactions(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    var savepoint = connection.setSavepoint("here");
    connection.rollback(savepoint);
    connection.commit();
    connection.setAutoCommit(true);
    connection.setReadOnly(true);
    connection.setReadOnly(false);
    isTrue("valid", connection.isValid(5));
  }

  private static void timeOut(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      try {
        statement.executeQuery("SELECT sleep(30)").next();
        throw new AssertionError("no time-out");
      } catch (SQLException expected) {
        isTrue("alive after a time-out", connection.isValid(5));
      }
    }
  }

  public static void main(String[] arguments) throws Exception {
    String common = "sslMode=%s&allowPublicKeyRetrieval=true&allowLoadLocalInfile=true&allowLocalInfile=true&connectionTimeZone=UTC&timezone=UTC";
    record Driver(String name, String scheme, String options) {}
    List<Driver> drivers = List.of(
        new Driver("connector-j", "mysql", common.formatted("DISABLED")),
        new Driver("connector-j server-side", "mysql", common.formatted("REQUIRED") + "&useServerPrepStmts=true&useCursorFetch=true&useInformationSchema=true"),
        new Driver("connector-j compressed", "mysql", common.formatted("DISABLED") + "&useCompression=true"),
        new Driver("mariadb-j", "mariadb", common.formatted("disable")),
        new Driver("mariadb-j server-side", "mariadb", common.formatted("trust") + "&useServerPrepStmts=true&useCompression=true"));
    int number = 0;
    for (Driver driver : drivers) {
      String stage = "java_" + number++;
      try (Connection connection = connect(driver.scheme(), driver.options())) {
        check(driver.name() + " values", () -> values(connection));
        check(driver.name() + " parameters", () -> parameters(connection));
        check(driver.name() + " rows", () -> manyRows(connection, 0));
        check(driver.name() + " rows by cursor", () -> manyRows(connection, 1000));
        check(driver.name() + " metadata", () -> metadata(connection));
        check(driver.name() + " stages", () -> stages(connection, stage));
        check(driver.name() + " transactions", () -> transactions(connection));
        check(driver.name() + " time-out", () -> timeOut(connection));
      } catch (SQLException error) {
        check(driver.name() + " connects", () -> {
          throw error;
        });
      }
    }
    System.out.println(passed + " passed, " + failed + " failed");
    System.exit(failed > 0 ? 1 : 0);
  }
}
