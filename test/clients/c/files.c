/* Files of the client over the same connection, by handlers of its own. */
#include "checks.h"

struct source {
  size_t left;
  bool missing;
  bool ended;
};

static int begin(void **state, const char *name, void *given) {
  struct source *source = given;
  *state = source;
  return source->missing ? 1 : name[0] == 0;
}

static int more(void *state, char *buffer, unsigned size) {
  struct source *source = state;
  size_t piece = source->left < size ? source->left : size;
  memset(buffer, 'z', piece);
  source->left -= piece;
  return (int)piece;
}

static void end(void *state) { ((struct source *)state)->ended = true; }

static int fault(void *state, char *message, unsigned size) {
  snprintf(message, size, "there is no such file%s", state ? "" : " at all");
  return 1234;
}

static bool lists(MYSQL *mysql, const char *name, const char *size) {
  char sql[128];
  snprintf(sql, sizeof sql, "SELECT max(size) FROM list_stage(location => '@clients') WHERE name = '%s'", name);
  return answers(mysql, sql, size);
}

static void put(MYSQL *mysql, struct source source, const char *sql, bool succeeds, const char *message) {
  mysql_set_local_infile_handler(mysql, begin, more, end, fault, &source);
  bool done = mysql_query(mysql, sql) == 0;
  CHECK_MYSQL(sql, mysql, done == succeeds && source.ended && (message == NULL || strstr(mysql_error(mysql), message)));
  if (!done) return;
  MYSQL_RES *result = mysql_store_result(mysql);
  MYSQL_ROW row = result ? mysql_fetch_row(result) : NULL;
  CHECK("a row that tells of it", result == NULL || (row && mysql_num_fields(result) >= 4));
  if (result) mysql_free_result(result);
  while (mysql_next_result(mysql) == 0) {
    if ((result = mysql_store_result(mysql))) mysql_free_result(result);
  }
}

void check_files(void) {
  MYSQL *mysql = handle();
  unsigned on = 1, off = 0;
  mysql_options(mysql, MYSQL_OPT_LOCAL_INFILE, &on);
  login(mysql, 0);
  put(mysql, (struct source){.left = 3000000}, "PUT 'file:///tmp/c-api.bin' @clients AUTO_COMPRESS = FALSE", true, NULL);
  CHECK("the file is there", lists(mysql, "c-api.bin", "3000000"));
  put(mysql, (struct source){.missing = true}, "PUT 'file:///tmp/c-missing.bin' @clients", false, "the client sent nothing");
  CHECK("what is missing leaves nothing", lists(mysql, "c-missing.bin", NULL));
  put(mysql, (struct source){.left = 10}, "LOAD DATA LOCAL INFILE '/tmp/c-load.bin' INTO STAGE clients", true, NULL);
  CHECK("the rest goes on", answers(mysql, "SELECT 1", "1"));
  MYSQL_STMT *statement = mysql_stmt_init(mysql);
  const char *sql = "GET @clients/c-api.bin";
  size_t size = 0;
  static char buffer[1 << 20];
  unsigned long length = 0;
  MYSQL_BIND column = {.buffer_type = MYSQL_TYPE_BLOB, .buffer = buffer, .buffer_length = sizeof buffer, .length = &length};
  CHECK_STMT("GET prepared", statement, mysql_stmt_prepare(statement, sql, strlen(sql)) == 0 && mysql_stmt_execute(statement) == 0 && !mysql_stmt_bind_result(statement, &column));
  for (int status; (status = mysql_stmt_fetch(statement)) == 0 || status == MYSQL_DATA_TRUNCATED;) size += length;
  CHECK_STMT("GET gives all of it", statement, size == 3000000);
  mysql_stmt_close(statement);
  CHECK("files are removed", runs(mysql, "REMOVE @clients PATTERN = '^c-.*'"));
  mysql_close(mysql);

  mysql = handle();
  mysql_options(mysql, MYSQL_OPT_LOCAL_INFILE, &off);
  login(mysql, 0);
  CHECK("who has it off is told", mysql_query(mysql, "PUT 'file:///tmp/c-api.bin' @clients") != 0 && strstr(mysql_error(mysql), "local"));
  CHECK("and goes on", answers(mysql, "SELECT 1", "1"));
  mysql_close(mysql);
}
