/* What a prepared statement can do beside running: metadata, cursors, long data, pieces of columns, being run again. */
#include <mysqld_error.h>
#include "checks.h"

static MYSQL *mysql;

static MYSQL_STMT *prepared(const char *sql) {
  MYSQL_STMT *statement = mysql_stmt_init(mysql);
  if (mysql_stmt_prepare(statement, sql, strlen(sql)) != 0) fprintf(stderr, "%s: %s\n", sql, mysql_stmt_error(statement));
  return statement;
}

/* The columns that are known before anything was bound. */
static void metadata(const char *sql, unsigned parameters, unsigned columns, const char *name, enum enum_field_types type) {
  MYSQL_STMT *statement = prepared(sql);
  CHECK_STMT(sql, statement, mysql_stmt_param_count(statement) == parameters && mysql_stmt_field_count(statement) == columns);
  MYSQL_RES *result = mysql_stmt_result_metadata(statement);
  MYSQL_FIELD *field = result ? mysql_fetch_field_direct(result, 0) : NULL;
  if (field && (strcmp(field->name, name) != 0 || field->type != type)) fprintf(stderr, "%s: %s %d\n", sql, field->name, field->type);
  CHECK(sql, columns == 0 ? field == NULL : field != NULL && strcmp(field->name, name) == 0 && field->type == type);
  if (result) mysql_free_result(result);
  mysql_stmt_close(statement);
}

static void cursor(unsigned long prefetch) {
  MYSQL_STMT *statement = prepared("SELECT number FROM numbers(?) ORDER BY number");
  unsigned long type = CURSOR_TYPE_READ_ONLY;
  int count = 1000;
  long long number = -1;
  MYSQL_BIND bind = {.buffer_type = MYSQL_TYPE_LONG, .buffer = &count}, result = {.buffer_type = MYSQL_TYPE_LONGLONG, .buffer = &number};
  mysql_stmt_attr_set(statement, STMT_ATTR_CURSOR_TYPE, &type);
  mysql_stmt_attr_set(statement, STMT_ATTR_PREFETCH_ROWS, &prefetch);
  for (int time = 0; time < 2; time++) {
    bool ok = !mysql_stmt_bind_param(statement, &bind) && mysql_stmt_execute(statement) == 0 && !mysql_stmt_bind_result(statement, &result);
    CHECK_STMT("a cursor opens", statement, ok);
    long long rows = 0;
    /* In between the connection does something else. */
    while (mysql_stmt_fetch(statement) == 0 && number == rows) rows++;
    CHECK_STMT("a cursor's rows", statement, rows == 1000);
    CHECK("another statement meanwhile", answers(mysql, "SELECT 1", "1"));
  }
  CHECK_STMT("a cursor resets", statement, mysql_stmt_reset(statement) == 0 && mysql_stmt_fetch(statement) != 0);
  mysql_stmt_close(statement);
}

static void two_cursors(void) {
  MYSQL_STMT *statements[2] = {prepared("SELECT number FROM numbers(100)"), prepared("SELECT number * 2 FROM numbers(100)")};
  unsigned long type = CURSOR_TYPE_READ_ONLY;
  long long numbers[2];
  bool ok = true;
  for (int at = 0; at < 2; at++) {
    MYSQL_BIND result = {.buffer_type = MYSQL_TYPE_LONGLONG, .buffer = &numbers[at]};
    mysql_stmt_attr_set(statements[at], STMT_ATTR_CURSOR_TYPE, &type);
    ok = ok && mysql_stmt_execute(statements[at]) == 0 && !mysql_stmt_bind_result(statements[at], &result);
  }
  for (int row = 0; row < 100 && ok; row++) {
    for (int at = 0; at < 2; at++) ok = ok && mysql_stmt_fetch(statements[at]) == 0;
    ok = ok && numbers[1] == 2 * numbers[0];
  }
  CHECK("two cursors side by side", ok);
  for (int at = 0; at < 2; at++) mysql_stmt_close(statements[at]);
}

static void long_data(void) {
  MYSQL_STMT *statement = prepared("SELECT length(?), md5(?)");
  static char piece[100000];
  memset(piece, 'x', sizeof piece);
  unsigned long length = 0;
  char digest[64] = "";
  long long size = 0;
  MYSQL_BIND binds[2] = {{.buffer_type = MYSQL_TYPE_BLOB, .length = &length}, {.buffer_type = MYSQL_TYPE_STRING, .length = &length}};
  MYSQL_BIND results[2] = {{.buffer_type = MYSQL_TYPE_LONGLONG, .buffer = &size}, {.buffer_type = MYSQL_TYPE_STRING, .buffer = digest, .buffer_length = sizeof digest}};
  mysql_stmt_bind_param(statement, binds);
  mysql_stmt_send_long_data(statement, 0, "thrown away", 11);
  CHECK_STMT("a reset drops long data", statement, mysql_stmt_reset(statement) == 0);
  for (int time = 0; time < 30; time++) mysql_stmt_send_long_data(statement, 0, piece, sizeof piece);
  mysql_stmt_send_long_data(statement, 1, "ab", 2);
  mysql_stmt_send_long_data(statement, 1, "c", 1);
  CHECK_STMT("long data", statement, mysql_stmt_execute(statement) == 0 && !mysql_stmt_bind_result(statement, results) && mysql_stmt_fetch(statement) == 0);
  CHECK("long data", size == 3000000 && strcmp(digest, "900150983cd24fb0d6963f7d28e17f72") == 0);
  mysql_stmt_close(statement);
}

/* A column that is longer than its buffer, fetched in pieces; rows kept on this side. */
static void stored_rows(void) {
  MYSQL_STMT *statement = prepared("SELECT repeat('ab', number * 10) FROM numbers(6)");
  bool yes = true;
  char text[11] = "";
  unsigned long length = 0;
  MYSQL_BIND result = {.buffer_type = MYSQL_TYPE_STRING, .buffer = text, .buffer_length = 10, .length = &length};
  mysql_stmt_attr_set(statement, STMT_ATTR_UPDATE_MAX_LENGTH, &yes);
  CHECK_STMT("stored rows", statement, mysql_stmt_execute(statement) == 0 && !mysql_stmt_bind_result(statement, &result) && mysql_stmt_store_result(statement) == 0);
  MYSQL_RES *columns = mysql_stmt_result_metadata(statement);
  CHECK("stored rows", mysql_stmt_num_rows(statement) == 6 && mysql_fetch_field_direct(columns, 0)->max_length == 100);
  mysql_free_result(columns);
  mysql_stmt_data_seek(statement, 5);
  CHECK_STMT("a column that is cut", statement, mysql_stmt_fetch(statement) == MYSQL_DATA_TRUNCATED && length == 100);
  MYSQL_BIND rest = {.buffer_type = MYSQL_TYPE_STRING, .buffer = text, .buffer_length = 3, .length = &length};
  CHECK_STMT("a piece of it", statement, mysql_stmt_fetch_column(statement, &rest, 0, 97) == 0 && memcmp(text, "bab", 3) == 0);
  mysql_stmt_close(statement);
}

/* The same statement with other types, after an error, and beside others. */
static void run_again(void) {
  MYSQL_STMT *statement = prepared("SELECT ?");
  char text[32] = "";
  unsigned long length;
  long long number = 12;
  MYSQL_BIND binds[2] = {{.buffer_type = MYSQL_TYPE_LONGLONG, .buffer = &number}, {.buffer_type = MYSQL_TYPE_STRING, .buffer = "twelve", .buffer_length = 6}};
  MYSQL_BIND result = {.buffer_type = MYSQL_TYPE_STRING, .buffer = text, .buffer_length = sizeof text - 1, .length = &length};
  for (int time = 0; time < 4; time++) {
    bool ok = !mysql_stmt_bind_param(statement, &binds[time % 2]) && mysql_stmt_execute(statement) == 0 && !mysql_stmt_bind_result(statement, &result) && mysql_stmt_fetch(statement) == 0;
    text[length] = 0;
    CHECK_STMT("other types each time", statement, ok && strcmp(text, time % 2 == 0 ? "12" : "twelve") == 0);
    mysql_stmt_free_result(statement);
  }
  MYSQL_STMT *failing = mysql_stmt_init(mysql);
  CHECK("a text that is none", mysql_stmt_prepare(failing, "SELEC 1", 7) != 0 && mysql_stmt_errno(failing) == ER_PARSE_ERROR && strcmp(mysql_stmt_sqlstate(failing), "42000") == 0);
  CHECK_STMT("another text for the same handle", failing, mysql_stmt_prepare(failing, "SELECT 1", 8) == 0 && mysql_stmt_execute(failing) == 0 && mysql_stmt_store_result(failing) == 0);
  mysql_stmt_close(failing);
  mysql_stmt_close(statement);
}

static void attributes(void) {
  MYSQL_STMT *statement = prepared("SELECT concat(?, mysql_query_attribute_string('trace'))");
  const char *names[2] = {NULL, "trace"};
  MYSQL_BIND binds[2] = {{.buffer_type = MYSQL_TYPE_STRING, .buffer = "a", .buffer_length = 1}, {.buffer_type = MYSQL_TYPE_STRING, .buffer = "42", .buffer_length = 2}};
  char text[8] = "";
  MYSQL_BIND result = {.buffer_type = MYSQL_TYPE_STRING, .buffer = text, .buffer_length = sizeof text - 1};
  CHECK_STMT("attributes of an execution", statement, !mysql_stmt_bind_named_param(statement, binds, 2, names) && mysql_stmt_execute(statement) == 0 && !mysql_stmt_bind_result(statement, &result) && mysql_stmt_fetch(statement) == 0 && strcmp(text, "a42") == 0);
  mysql_stmt_close(statement);
  CHECK("attributes of a query", !mysql_bind_param(mysql, 1, &binds[1], &names[1]) && answers(mysql, "SELECT mysql_query_attribute_string('trace')", "42"));
  CHECK("they hold once", answers(mysql, "SELECT mysql_query_attribute_string('trace')", NULL));
}

void check_statements(void) {
  mysql = login(handle(), 0);
  metadata("SELECT ? AS given, 1", 1, 2, "given", MYSQL_TYPE_VAR_STRING);
  metadata("SELECT 1 AS one", 0, 1, "one", MYSQL_TYPE_LONGLONG);
  metadata("SELECT table_name AS t FROM information_schema.tables WHERE table_schema = ? LIMIT ?", 2, 1, "t", MYSQL_TYPE_VAR_STRING);
  metadata("SHOW STAGES LIKE ?", 1, 13, "name", MYSQL_TYPE_VAR_STRING);
  metadata("LIST @clients PATTERN = ?", 1, 5, "name", MYSQL_TYPE_VAR_STRING);
  metadata("GET @clients/letters.csv", 0, 1, "data", MYSQL_TYPE_BLOB);
  metadata("SET @x = ?", 1, 0, "", MYSQL_TYPE_NULL);
  cursor(1);
  cursor(7);
  cursor(5000);
  two_cursors();
  long_data();
  stored_rows();
  run_again();
  attributes();
  mysql_close(mysql);
}
