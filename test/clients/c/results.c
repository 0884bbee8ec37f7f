/* Results in text: several of them, metadata that is left out, lists, warnings. */
#include <mysqld_error.h>
#include "checks.h"

static void several(void) {
  MYSQL *mysql = login(handle(), CLIENT_MULTI_STATEMENTS);
  CHECK("several statements", runs(mysql, "SELECT 1; SET @a = 2; SELECT @a, 3; SELECT nonsense FROM nowhere; SELECT 4"));
  const unsigned columns[3] = {1, 0, 2};
  int next = 0;
  for (int at = 0; at < 3; at++) {
    MYSQL_RES *result = mysql_store_result(mysql);
    CHECK("each has its columns", mysql_field_count(mysql) == columns[at] && (result != NULL) == (columns[at] > 0));
    if (result) mysql_free_result(result);
    CHECK("more follow", mysql_more_results(mysql));
    next = mysql_next_result(mysql);
  }
  CHECK("the one that fails is the last", next > 0 && mysql_errno(mysql) == ER_NO_SUCH_TABLE && !mysql_more_results(mysql));
  CHECK("and the connection goes on", answers(mysql, "SELECT 5", "5"));
  mysql_close(mysql);
  mysql = login(handle(), 0);
  CHECK("they are refused where they were not agreed", mysql_query(mysql, "SELECT 1; SELECT 2") != 0 && mysql_errno(mysql) == ER_PARSE_ERROR);
  mysql_close(mysql);
}

static void without_metadata(void) {
  MYSQL *mysql = handle();
  bool yes = true;
  mysql_options(mysql, MYSQL_OPT_OPTIONAL_RESULTSET_METADATA, &yes);
  login(mysql, 0);
  for (int left_out = 0; left_out < 2; left_out++) {
    runs(mysql, left_out ? "SET resultset_metadata = NONE" : "SET resultset_metadata = FULL");
    runs(mysql, "SELECT 'x', 2");
    MYSQL_RES *result = mysql_store_result(mysql);
    MYSQL_ROW row = mysql_fetch_row(result);
    CHECK("rows with and without metadata", strcmp(row[0], "x") == 0 && strcmp(row[1], "2") == 0);
    CHECK("metadata as it was asked for", mysql_result_metadata(result) == (left_out ? RESULTSET_METADATA_NONE : RESULTSET_METADATA_FULL));
    mysql_free_result(result);
  }
  runs(mysql, "SET resultset_metadata = FULL");
  mysql_close(mysql);
}

static void lists(void) {
  MYSQL *mysql = login(handle(), CLIENT_FOUND_ROWS);
  MYSQL_RES *databases = mysql_list_dbs(mysql, "perf%");
  CHECK("databases", databases && mysql_num_rows(databases) == 1);
  mysql_free_result(databases);
  mysql_select_db(mysql, "information_schema");
  MYSQL_RES *tables = mysql_list_tables(mysql, "TABLES");
  CHECK("tables", tables && mysql_num_rows(tables) == 1);
  mysql_free_result(tables);
  runs(mysql, "SHOW PROCESSLIST");
  MYSQL_RES *processes = mysql_store_result(mysql);
  CHECK("processes", processes && mysql_num_rows(processes) > 0);
  mysql_free_result(processes);
  runs(mysql, "SELECT table_name AS name, 1.50 AS price, CAST('x' AS BINARY) AS bytes FROM information_schema.tables WHERE table_name = 'TABLES'");
  MYSQL_RES *result = mysql_use_result(mysql);
  MYSQL_FIELD *fields = mysql_fetch_fields(result);
  CHECK("columns of a result", mysql_num_fields(result) == 3 && strcmp(fields[0].name, "name") == 0 && fields[1].type == MYSQL_TYPE_NEWDECIMAL && fields[1].decimals == 2 && fields[2].charsetnr == 63 && fields[0].charsetnr == 255);
  MYSQL_ROW row = mysql_fetch_row(result);
  CHECK("a row as it comes", row && strcmp(row[0], "TABLES") == 0 && mysql_fetch_lengths(result)[1] == 4);
  CHECK("the end of the rows", mysql_fetch_row(result) == NULL && mysql_errno(mysql) == 0);
  mysql_free_result(result);
  mysql_select_db(mysql, "default");
  runs(mysql, "DROP VIEW IF EXISTS no_such_view");
  CHECK("a warning", mysql_warning_count(mysql) == 1 && answers(mysql, "SHOW WARNINGS", "Note"));
  CHECK("another connection killed", mysql_query(mysql, "KILL 4294967295") != 0 && mysql_errno(mysql) == ER_NO_SUCH_THREAD);
  mysql_close(mysql);
}

void check_results(void) {
  several();
  without_metadata();
  lists();
}
