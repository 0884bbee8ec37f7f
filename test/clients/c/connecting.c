/* Ways to connect: TLS or none, compression, plugins, attributes, without blocking. */
#include <mysqld_error.h>
#include <poll.h>
#include "checks.h"

static void transport(const char *name, unsigned mode, const char *compression, bool encrypted, const char *algorithm) {
  MYSQL *mysql = handle();
  bool yes = true;
  mysql_options(mysql, MYSQL_OPT_SSL_MODE, &mode);
  mysql_options(mysql, MYSQL_OPT_GET_SERVER_PUBLIC_KEY, &yes);
  mysql_options(mysql, MYSQL_OPT_COMPRESSION_ALGORITHMS, compression);
  login(mysql, 0);
  CHECK(name, (mysql_get_ssl_cipher(mysql) != NULL) == encrypted);
  CHECK(name, answers(mysql, "SELECT VARIABLE_VALUE FROM performance_schema.session_status WHERE VARIABLE_NAME = 'Compression_algorithm'", algorithm));
  char sql[70000];
  memset(sql, 'x', sizeof sql);
  memcpy(sql, "SELECT length('", 15);
  memcpy(sql + sizeof sql - 3, "')", 3);
  CHECK(name, answers(mysql, sql, "69982"));
  mysql_close(mysql);
}

static void refused(void) {
  MYSQL *mysql = handle();
  bool connected = mysql_real_connect(mysql, getenv("STAGEWIRE_HOST"), getenv("STAGEWIRE_USER"), "wrong", NULL, atoi(getenv("STAGEWIRE_PORT")), NULL, 0) != NULL;
  CHECK("a wrong password", !connected && mysql_errno(mysql) == ER_ACCESS_DENIED_ERROR && strcmp(mysql_sqlstate(mysql), "28000") == 0);
  mysql_close(mysql);
  mysql = handle();
  connected = mysql_real_connect(mysql, getenv("STAGEWIRE_HOST"), getenv("STAGEWIRE_USER"), getenv("STAGEWIRE_PASSWORD"), "nowhere", atoi(getenv("STAGEWIRE_PORT")), NULL, 0) != NULL;
  CHECK("an unknown database", !connected && mysql_errno(mysql) == ER_BAD_DB_ERROR);
  mysql_close(mysql);
}

static void attributes(void) {
  MYSQL *mysql = handle();
  mysql_options4(mysql, MYSQL_OPT_CONNECT_ATTR_ADD, "program_name", "checks");
  mysql_options(mysql, MYSQL_INIT_COMMAND, "SET @greeting = 'hello'");
  login(mysql, 0);
  CHECK("connect attributes", answers(mysql, "SELECT ATTR_VALUE FROM performance_schema.session_account_connect_attrs WHERE ATTR_NAME = 'program_name' AND PROCESSLIST_ID = connection_id()", "checks"));
  CHECK("an init command", answers(mysql, "SELECT @greeting", "hello"));
  CHECK("the server's version", mysql_get_server_version(mysql) >= 80400 && mysql_get_server_version(mysql) < 90000);
  mysql_close(mysql);
}

/* Waits until the socket has something or takes something. */
static void wait_for(MYSQL *mysql) {
  struct pollfd socket = {.fd = mysql->net.fd, .events = POLLIN};
  poll(&socket, 1, 20);
}

static void without_blocking(void) {
  MYSQL *mysql = handle();
  enum net_async_status status;
  while ((status = mysql_real_connect_nonblocking(mysql, getenv("STAGEWIRE_HOST"), getenv("STAGEWIRE_USER"), getenv("STAGEWIRE_PASSWORD"), NULL, atoi(getenv("STAGEWIRE_PORT")), NULL, 0)) == NET_ASYNC_NOT_READY) wait_for(mysql);
  if (!CHECK_MYSQL("connecting without blocking", mysql, status == NET_ASYNC_COMPLETE)) return;
  const char *sql = "SELECT number FROM numbers(20000)";
  while ((status = mysql_real_query_nonblocking(mysql, sql, strlen(sql))) == NET_ASYNC_NOT_READY) wait_for(mysql);
  CHECK_MYSQL("a query without blocking", mysql, status == NET_ASYNC_COMPLETE);
  MYSQL_RES *result = mysql_use_result(mysql);
  MYSQL_ROW row = NULL;
  int rows = 0;
  for (;;) {
    while ((status = mysql_fetch_row_nonblocking(result, &row)) == NET_ASYNC_NOT_READY) wait_for(mysql);
    if (status != NET_ASYNC_COMPLETE || row == NULL) break;
    rows++;
  }
  CHECK("rows without blocking", rows == 20000);
  mysql_free_result(result);
  mysql_close(mysql);
}

void check_connecting(void) {
  transport("TLS", SSL_MODE_REQUIRED, "uncompressed", true, "");
  transport("no TLS", SSL_MODE_DISABLED, "uncompressed", false, "");
  transport("TLS and zlib", SSL_MODE_REQUIRED, "zlib", true, "zlib");
  transport("zlib", SSL_MODE_DISABLED, "zlib", false, "zlib");
  transport("zstd", SSL_MODE_DISABLED, "zstd", false, "zstd");
  transport("TLS and zstd", SSL_MODE_REQUIRED, "zstd", true, "zstd");
  refused();
  attributes();
  without_blocking();
}
