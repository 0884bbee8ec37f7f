/* Prepared statements with parameters and results of every type. */
#include <math.h>
#include "checks.h"

static MYSQL *mysql;

/* Runs `SELECT ?` for a bound value, and fetches its answer as a text. */
static bool echoes(const char *name, const char *sql, MYSQL_BIND *value, const char *expected) {
  MYSQL_STMT *statement = mysql_stmt_init(mysql);
  char text[256] = "";
  unsigned long length = 0;
  bool is_null = false;
  MYSQL_BIND result = {.buffer_type = MYSQL_TYPE_STRING, .buffer = text, .buffer_length = sizeof text - 1, .length = &length, .is_null = &is_null};
  bool fetched = mysql_stmt_prepare(statement, sql, strlen(sql)) == 0 && mysql_stmt_param_count(statement) == 1 && !mysql_stmt_bind_param(statement, value) &&
                 mysql_stmt_execute(statement) == 0 && !mysql_stmt_bind_result(statement, &result) && mysql_stmt_fetch(statement) == 0;
  if (fetched) text[length] = 0;
  bool same = fetched && (expected == NULL ? is_null : !is_null && strcmp(text, expected) == 0);
  if (fetched && !same) fprintf(stderr, "%s: %s\n", name, is_null ? "NULL" : text);
  CHECK_STMT(name, statement, same);
  mysql_stmt_close(statement);
  return same;
}

static void numbers(void) {
  signed char tiny = -128;
  unsigned char utiny = 255;
  short small = -32768;
  unsigned short usmall = 65535;
  int whole = -2147483647 - 1;
  unsigned uwhole = 4294967295u;
  long long big = -9223372036854775807LL - 1;
  unsigned long long ubig = 18446744073709551615ULL;
  float single = 1.5f;
  double twice = 0.1;
  echoes("TINYINT", "SELECT ?", &(MYSQL_BIND){.buffer_type = MYSQL_TYPE_TINY, .buffer = &tiny}, "-128");
  echoes("TINYINT UNSIGNED", "SELECT ?", &(MYSQL_BIND){.buffer_type = MYSQL_TYPE_TINY, .buffer = &utiny, .is_unsigned = true}, "255");
  echoes("SMALLINT", "SELECT ?", &(MYSQL_BIND){.buffer_type = MYSQL_TYPE_SHORT, .buffer = &small}, "-32768");
  echoes("SMALLINT UNSIGNED", "SELECT ?", &(MYSQL_BIND){.buffer_type = MYSQL_TYPE_SHORT, .buffer = &usmall, .is_unsigned = true}, "65535");
  echoes("INT", "SELECT ?", &(MYSQL_BIND){.buffer_type = MYSQL_TYPE_LONG, .buffer = &whole}, "-2147483648");
  echoes("INT UNSIGNED", "SELECT ?", &(MYSQL_BIND){.buffer_type = MYSQL_TYPE_LONG, .buffer = &uwhole, .is_unsigned = true}, "4294967295");
  echoes("BIGINT", "SELECT ?", &(MYSQL_BIND){.buffer_type = MYSQL_TYPE_LONGLONG, .buffer = &big}, "-9223372036854775808");
  echoes("BIGINT UNSIGNED", "SELECT ?", &(MYSQL_BIND){.buffer_type = MYSQL_TYPE_LONGLONG, .buffer = &ubig, .is_unsigned = true}, "18446744073709551615");
  echoes("FLOAT", "SELECT ?", &(MYSQL_BIND){.buffer_type = MYSQL_TYPE_FLOAT, .buffer = &single}, "1.5");
  echoes("DOUBLE", "SELECT ?", &(MYSQL_BIND){.buffer_type = MYSQL_TYPE_DOUBLE, .buffer = &twice}, "0.1");
  echoes("DECIMAL", "SELECT ?", &(MYSQL_BIND){.buffer_type = MYSQL_TYPE_NEWDECIMAL, .buffer = "-12345678901234567890.0123", .buffer_length = 26}, "-12345678901234567890.0123");
  echoes("a sum", "SELECT ? + 1", &(MYSQL_BIND){.buffer_type = MYSQL_TYPE_LONGLONG, .buffer = &big}, "-9223372036854775807");
}

static void texts(void) {
  echoes("VARCHAR", "SELECT ?", &(MYSQL_BIND){.buffer_type = MYSQL_TYPE_STRING, .buffer = "na\xc3\xafve \xf0\x9f\x8e\x88", .buffer_length = 11}, "na\xc3\xafve \xf0\x9f\x8e\x88");
  echoes("BLOB", "SELECT hex(?)", &(MYSQL_BIND){.buffer_type = MYSQL_TYPE_BLOB, .buffer = "\0\xff'\\", .buffer_length = 4}, "00FF275C");
  echoes("an empty text", "SELECT concat('<', ?, '>')", &(MYSQL_BIND){.buffer_type = MYSQL_TYPE_VAR_STRING, .buffer = "", .buffer_length = 0}, "<>");
  echoes("NULL", "SELECT ?", &(MYSQL_BIND){.buffer_type = MYSQL_TYPE_NULL}, NULL);
  bool yes = true;
  int unused = 5;
  echoes("NULL of a type", "SELECT ?", &(MYSQL_BIND){.buffer_type = MYSQL_TYPE_LONG, .buffer = &unused, .is_null = &yes}, NULL);
}

static void times(void) {
  MYSQL_TIME day = {.year = 2024, .month = 2, .day = 29, .time_type = MYSQL_TIMESTAMP_DATE};
  MYSQL_TIME moment = {.year = 2024, .month = 2, .day = 29, .hour = 23, .minute = 59, .second = 58, .second_part = 123456, .time_type = MYSQL_TIMESTAMP_DATETIME};
  MYSQL_TIME midnight = {.year = 2024, .month = 1, .day = 1, .time_type = MYSQL_TIMESTAMP_DATETIME};
  MYSQL_TIME clock = {.hour = 10, .minute = 11, .second = 12, .second_part = 500000, .time_type = MYSQL_TIMESTAMP_TIME};
  MYSQL_TIME span = {.hour = 30, .minute = 1, .second = 2, .neg = true, .time_type = MYSQL_TIMESTAMP_TIME};
  echoes("DATE", "SELECT ?", &(MYSQL_BIND){.buffer_type = MYSQL_TYPE_DATE, .buffer = &day}, "2024-02-29");
  echoes("DATETIME", "SELECT ?", &(MYSQL_BIND){.buffer_type = MYSQL_TYPE_DATETIME, .buffer = &moment}, "2024-02-29 23:59:58.123456");
  echoes("TIMESTAMP", "SELECT date_format(?, '%H:%i:%s %d')", &(MYSQL_BIND){.buffer_type = MYSQL_TYPE_TIMESTAMP, .buffer = &midnight}, "00:00:00 01");
  echoes("TIME", "SELECT ?", &(MYSQL_BIND){.buffer_type = MYSQL_TYPE_TIME, .buffer = &clock}, "10:11:12.500000");
  echoes("TIME beyond a day", "SELECT CAST(? AS CHAR)", &(MYSQL_BIND){.buffer_type = MYSQL_TYPE_TIME, .buffer = &span}, "-30:01:02");
}

/* Each column in the form in which a program wants it; binary ones come as binary_output_format says. */
static void fetched_types(void) {
  const char *sql = "SELECT CAST(-5 AS SIGNED), CAST(200 AS UNSIGNED), 1.25e0, CAST('12.30' AS DECIMAL(10, 2)), DATE '2024-02-29', CAST('2024-02-29 01:02:03.000004' AS DATETIME(6)), ?, 'text', NULL, TIME '01:02:03'";
  MYSQL_STMT *statement = mysql_stmt_init(mysql);
  signed char small = 0;
  unsigned long long big = 0;
  double number = 0;
  char decimal[16] = "", bytes[8] = "", text[8] = "";
  unsigned long lengths[10];
  bool nulls[10];
  MYSQL_TIME day, moment, clock;
  MYSQL_BIND binds[10] = {
      {.buffer_type = MYSQL_TYPE_TINY, .buffer = &small}, {.buffer_type = MYSQL_TYPE_LONGLONG, .buffer = &big, .is_unsigned = true},
      {.buffer_type = MYSQL_TYPE_DOUBLE, .buffer = &number}, {.buffer_type = MYSQL_TYPE_STRING, .buffer = decimal, .buffer_length = sizeof decimal},
      {.buffer_type = MYSQL_TYPE_DATE, .buffer = &day}, {.buffer_type = MYSQL_TYPE_DATETIME, .buffer = &moment},
      {.buffer_type = MYSQL_TYPE_BLOB, .buffer = bytes, .buffer_length = sizeof bytes}, {.buffer_type = MYSQL_TYPE_STRING, .buffer = text, .buffer_length = sizeof text},
      {.buffer_type = MYSQL_TYPE_STRING}, {.buffer_type = MYSQL_TYPE_TIME, .buffer = &clock}};
  MYSQL_BIND blob = {.buffer_type = MYSQL_TYPE_BLOB, .buffer = "\0\xff", .buffer_length = 2};
  for (int at = 0; at < 10; at++) {
    binds[at].length = &lengths[at];
    binds[at].is_null = &nulls[at];
  }
  CHECK_STMT("ten columns", statement, mysql_stmt_prepare(statement, sql, strlen(sql)) == 0 && mysql_stmt_field_count(statement) == 10);
  CHECK_STMT("ten columns", statement, !mysql_stmt_bind_param(statement, &blob) && mysql_stmt_execute(statement) == 0 && !mysql_stmt_bind_result(statement, binds) && mysql_stmt_fetch(statement) == 0);
  CHECK("fetched numbers", small == -5 && big == 200 && number == 1.25 && strcmp(decimal, "12.30") == 0);
  CHECK("fetched times", day.year == 2024 && day.month == 2 && day.day == 29 && moment.hour == 1 && moment.second == 3 && moment.second_part == 4 && clock.minute == 2 && !clock.neg);
  CHECK("fetched texts", lengths[6] == 4 && memcmp(bytes, "00FF", 4) == 0 && strcmp(text, "text") == 0 && nulls[8] && !nulls[7]);
  CHECK_STMT("the end", statement, mysql_stmt_fetch(statement) == MYSQL_NO_DATA);
  mysql_stmt_close(statement);
}

void check_values(void) {
  mysql = login(handle(), 0);
  numbers();
  texts();
  times();
  fetched_types();
  mysql_close(mysql);
}
