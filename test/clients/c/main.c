/* MySQL's own client library: everything that a program in C can ask of a server. */
#include "checks.h"

int passed, failed;

bool check(const char *name, bool holds, const char *detail) {
  if (holds) {
    passed++;
  } else {
    failed++;
    fprintf(stderr, "FAILED %s: %s\n", name, detail);
  }
  return holds;
}

MYSQL *handle(void) { return mysql_init(NULL); }

MYSQL *login(MYSQL *mysql, unsigned long flags) {
  if (mysql_real_connect(mysql, getenv("STAGEWIRE_HOST"), getenv("STAGEWIRE_USER"), getenv("STAGEWIRE_PASSWORD"), NULL, atoi(getenv("STAGEWIRE_PORT")), NULL, flags)) return mysql;
  fprintf(stderr, "FAILED to connect: %s\n", mysql_error(mysql));
  exit(1);
}

bool runs(MYSQL *mysql, const char *sql) {
  if (mysql_query(mysql, sql) == 0) return true;
  fprintf(stderr, "%s: %s\n", sql, mysql_error(mysql));
  return false;
}

bool answers(MYSQL *mysql, const char *sql, const char *expected) {
  if (!runs(mysql, sql)) return false;
  MYSQL_RES *result = mysql_store_result(mysql);
  MYSQL_ROW row = result ? mysql_fetch_row(result) : NULL;
  const char *found = row && row[0] ? row[0] : NULL;
  bool same = expected == NULL ? row != NULL && found == NULL : found != NULL && strcmp(found, expected) == 0;
  if (!same) fprintf(stderr, "%s: %s\n", sql, found ? found : "(null)");
  if (result) mysql_free_result(result);
  return same;
}

int main(void) {
  mysql_library_init(0, NULL, NULL);
  check_connecting();
  check_values();
  check_statements();
  check_session();
  check_results();
  check_files();
  mysql_library_end();
  printf("%d passed, %d failed\n", passed, failed);
  return failed == 0 ? 0 : 1;
}
