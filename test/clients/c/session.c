/* The state of a session: what the server tells of it, and what resets it. */
#include <mysqld_error.h>
#include "checks.h"

static MYSQL *mysql;

/* Whether the last answer tells this of the session. */
static bool told(enum enum_session_state_type type, const char *first, const char *second) {
  const char *data;
  size_t length;
  if (mysql_session_track_get_first(mysql, type, &data, &length) != 0) return false;
  do {
    if (length != strlen(first) || memcmp(data, first, length) != 0) continue;
    if (second == NULL) return true;
    if (mysql_session_track_get_next(mysql, type, &data, &length) == 0 && length == strlen(second) && memcmp(data, second, length) == 0) return true;
  } while (mysql_session_track_get_next(mysql, type, &data, &length) == 0);
  return false;
}

static void tracking(void) {
  CHECK("news of the schema", runs(mysql, "USE system") && told(SESSION_TRACK_SCHEMA, "system", NULL));
  CHECK("news of variables", runs(mysql, "SET NAMES latin1") && told(SESSION_TRACK_SYSTEM_VARIABLES, "character_set_client", "latin1"));
  CHECK("news of variables", runs(mysql, "SET NAMES utf8mb4") && told(SESSION_TRACK_SYSTEM_VARIABLES, "character_set_results", "utf8mb4"));
  CHECK("news of autocommit", runs(mysql, "SET autocommit = 0") && told(SESSION_TRACK_SYSTEM_VARIABLES, "autocommit", "OFF"));
  CHECK("news of autocommit", runs(mysql, "SET autocommit = 1") && told(SESSION_TRACK_SYSTEM_VARIABLES, "autocommit", "ON"));
  CHECK("news that there is any", runs(mysql, "SET session_track_state_change = ON") && runs(mysql, "SET @y = 1") && told(SESSION_TRACK_STATE_CHANGE, "1", NULL));
  runs(mysql, "SET session_track_transaction_info = 'CHARACTERISTICS'");
  CHECK("news of a transaction", runs(mysql, "START TRANSACTION READ ONLY") && told(SESSION_TRACK_TRANSACTION_STATE, "T_______", NULL) && told(SESSION_TRACK_TRANSACTION_CHARACTERISTICS, "START TRANSACTION READ ONLY;", NULL));
  CHECK("the flag of a transaction", (mysql->server_status & SERVER_STATUS_IN_TRANS) != 0 && (mysql->server_status & SERVER_STATUS_IN_TRANS_READONLY) != 0);
  CHECK("the end of a transaction", runs(mysql, "COMMIT") && told(SESSION_TRACK_TRANSACTION_STATE, "________", NULL) && (mysql->server_status & SERVER_STATUS_IN_TRANS) == 0);
}

static void resetting(void) {
  runs(mysql, "SET @x = 5, sort_buffer_size = 65536, NAMES latin1");
  MYSQL_STMT *statement = mysql_stmt_init(mysql);
  mysql_stmt_prepare(statement, "SELECT 1", 8);
  unsigned long id = mysql_thread_id(mysql);
  CHECK_MYSQL("a reset", mysql, mysql_reset_connection(mysql) == 0 && mysql_thread_id(mysql) == id);
  CHECK("a reset forgets variables", answers(mysql, "SELECT @x", NULL) && answers(mysql, "SELECT @@sort_buffer_size = @@global.sort_buffer_size", "1"));
  CHECK("a reset forgets statements", mysql_stmt_execute(statement) != 0);
  mysql_stmt_close(statement);
}

static void changing_user(void) {
  runs(mysql, "SET @x = 5");
  CHECK_MYSQL("the same user again", mysql, mysql_change_user(mysql, getenv("STAGEWIRE_USER"), getenv("STAGEWIRE_PASSWORD"), "system") == 0);
  CHECK("another session", answers(mysql, "SELECT @x", NULL) && answers(mysql, "SELECT DATABASE()", "system"));
  CHECK("a character set of one's own", mysql_set_character_set(mysql, "latin1") == 0 && strcmp(mysql_character_set_name(mysql), "latin1") == 0 && answers(mysql, "SELECT @@character_set_client", "latin1"));
  mysql_set_character_set(mysql, "utf8mb4");
  CHECK("a wrong password", mysql_change_user(mysql, getenv("STAGEWIRE_USER"), "wrong", NULL) != 0 && mysql_errno(mysql) == ER_ACCESS_DENIED_ERROR);
}

static void commands(void) {
  CHECK_MYSQL("a ping", mysql, mysql_ping(mysql) == 0);
  CHECK("a line of statistics", strncmp(mysql_stat(mysql), "Uptime: ", 8) == 0);
  CHECK_MYSQL("a database chosen", mysql, mysql_select_db(mysql, "information_schema") == 0);
  CHECK_MYSQL("one that is none", mysql, mysql_select_db(mysql, "nowhere") != 0 && mysql_errno(mysql) == ER_BAD_DB_ERROR);
  CHECK_MYSQL("the server's log", mysql, mysql_dump_debug_info(mysql) == 0);
  CHECK_MYSQL("several statements", mysql, mysql_set_server_option(mysql, MYSQL_OPTION_MULTI_STATEMENTS_ON) == 0 && mysql_set_server_option(mysql, MYSQL_OPTION_MULTI_STATEMENTS_OFF) == 0);
  char quoted[32];
  mysql_real_escape_string_quote(mysql, quoted, "it's \\", 6, '\'');
  char sql[64];
  snprintf(sql, sizeof sql, "SELECT '%s'", quoted);
  CHECK("an escaped text", answers(mysql, sql, "it's \\"));
  runs(mysql, "SET sql_mode = concat(@@sql_mode, ',NO_BACKSLASH_ESCAPES')");
  mysql_real_escape_string_quote(mysql, quoted, "it's \\", 6, '\'');
  snprintf(sql, sizeof sql, "SELECT '%s'", quoted);
  CHECK("a text without escapes", (mysql->server_status & SERVER_STATUS_NO_BACKSLASH_ESCAPES) != 0 && answers(mysql, sql, "it's \\"));
}

void check_session(void) {
  mysql = login(handle(), 0);
  tracking();
  resetting();
  commands();
  mysql_close(mysql);
  mysql = login(handle(), 0);
  changing_user();
  mysql_close(mysql);
}
