/* What the checks of MySQL's C API share. */
#ifndef CHECKS_H
#define CHECKS_H

#include <mysql.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern int passed, failed;

/* Counts a check; says on standard error what does not hold. */
bool check(const char *name, bool holds, const char *detail);

#define CHECK(name, holds) check(name, holds, #holds)
#define CHECK_STMT(name, statement, holds) check(name, holds, mysql_stmt_errno(statement) ? mysql_stmt_error(statement) : #holds)
#define CHECK_MYSQL(name, mysql, holds) check(name, holds, mysql_errno(mysql) ? mysql_error(mysql) : #holds)

/* A new handle with the given client flags; options can be set before `login`. */
MYSQL *handle(void);
/* Logs in as the user of the environment; ends the program where that fails. */
MYSQL *login(MYSQL *mysql, unsigned long flags);
/* Whether the first value of the first row of a query is this text. */
bool answers(MYSQL *mysql, const char *sql, const char *expected);
/* Runs a statement without rows. */
bool runs(MYSQL *mysql, const char *sql);

void check_connecting(void);
void check_values(void);
void check_statements(void);
void check_session(void);
void check_results(void);
void check_files(void);

#endif
