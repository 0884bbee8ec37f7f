"""PyMySQL, mysqlclient and mysql-connector-python, each with its text protocol, and binary where it has one."""
import datetime
import decimal

import MySQLdb
import MySQLdb.cursors
import mysql.connector
import pymysql
import pymysql.cursors

from checks import FILE, HOST, PASSWORD, PORT, USER, check, equal, finish, true

COORDINATES = {"host": HOST, "port": PORT, "user": USER, "password": PASSWORD}

CONNECT = {
    "pymysql": lambda **more: pymysql.connect(**COORDINATES, local_infile=True, **more),
    "mysqlclient": lambda **more: MySQLdb.connect(**COORDINATES, local_infile=1, charset="utf8mb4", **more),
    "connector": lambda **more: mysql.connector.connect(**COORDINATES, allow_local_infile=True, use_pure=True, **more),
}


def values(connection):
    cursor = connection.cursor()
    cursor.execute(
        "SELECT 1, -9223372036854775808, 18446744073709551615, CAST(1.50 AS DECIMAL(10,2)), CAST(0.1 AS DOUBLE), "
        "'naïve 🎈', NULL, CAST('2024-02-29' AS DATE), CAST('2024-02-29 12:34:56.789012' AS DATETIME)"
    )
    (row,) = cursor.fetchall()
    equal(
        "row",
        tuple(row),
        (
            1, -9223372036854775808, 18446744073709551615, decimal.Decimal("1.50"), 0.1,
            "naïve 🎈", None, datetime.date(2024, 2, 29), datetime.datetime(2024, 2, 29, 12, 34, 56, 789012),
        ),
    )
    equal("names", cursor.description[0][0], "1")


def parameters(connection):
    cursor = connection.cursor()
    cursor.execute("SELECT %s, %s, %s", (42, "it's \\ \"quoted\"", None))
    equal("parameters", tuple(cursor.fetchone()), (42, "it's \\ \"quoted\"", None))


def stages(connection, stage):
    cursor = connection.cursor()
    cursor.execute(f"CREATE OR REPLACE STAGE {stage} COMMENT = 'für %'")
    # mysql-connector-python sends a file only for a text with these words in it.
    cursor.execute(f"LOAD DATA LOCAL INFILE '{FILE}' INTO STAGE {stage}/dir/")
    cursor.execute(f"LIST @{stage}")
    equal("files", [row[0] for row in cursor.fetchall()], ["dir/books.csv"])
    cursor.execute(f"SELECT comment FROM system.stages WHERE name = '{stage}'")
    equal("comment", cursor.fetchall()[0][0], "für %")
    cursor.execute(f"DROP STAGE {stage}")


def errors(connection, error_class):
    cursor = connection.cursor()
    for sql, number in [("SELEC 1", 1064), ("SELECT * FROM nowhere_at_all", 1146), ("USE nowhere_at_all", 1049)]:
        try:
            cursor.execute(sql)
        except error_class as error:
            equal(sql, error.args[0], number)
        else:
            raise AssertionError(f"{sql} succeeded")
    cursor.execute("SELECT 1")
    equal("alive", tuple(cursor.fetchone()), (1,))


def transactions(connection):
    if callable(connection.autocommit):
        connection.autocommit(False)
    else:
        connection.autocommit = False
    connection.commit()
    connection.rollback()


def many_rows(connection, cursor):
    cursor.execute("SELECT number, concat('row ', number) FROM numbers(200000)")
    count = 0
    for count, row in enumerate(cursor, start=1):
        pass
    equal("rows", count, 200000)
    equal("last", row[0], 199999)


def several_results(connection):
    cursor = connection.cursor()
    cursor.execute("SELECT 1; SELECT 'two'")
    equal("first", tuple(cursor.fetchone()), (1,))
    true("another result", cursor.nextset())
    equal("second", tuple(cursor.fetchone()), ("two",))


ERRORS = {"pymysql": pymysql.Error, "mysqlclient": MySQLdb.Error, "connector": mysql.connector.Error}

for name, connect in CONNECT.items():
    connection = connect()
    check(f"{name} values", lambda: values(connection))
    check(f"{name} parameters", lambda: parameters(connection))
    check(f"{name} stages", lambda: stages(connection, f"py_{name.replace('-', '_')}"))
    check(f"{name} errors", lambda: errors(connection, ERRORS[name]))
    check(f"{name} transactions", lambda: transactions(connection))
    connection.close()

streaming = CONNECT["pymysql"]()
check("pymysql unbuffered", lambda: many_rows(streaming, streaming.cursor(pymysql.cursors.SSCursor)))
check("pymysql buffered", lambda: many_rows(streaming, streaming.cursor()))
streaming.close()
streaming = CONNECT["mysqlclient"](cursorclass=MySQLdb.cursors.SSCursor)
check("mysqlclient unbuffered", lambda: many_rows(streaming, streaming.cursor()))
streaming.close()
several = pymysql.connect(**COORDINATES, client_flag=pymysql.constants.CLIENT.MULTI_STATEMENTS)
check("pymysql several results", lambda: several_results(several))
several.close()


def put(connection):
    cursor = connection.cursor()
    cursor.execute("CREATE OR REPLACE STAGE py_put")
    cursor.execute(f"PUT 'file://{FILE}' @py_put")
    cursor.execute("LIST @py_put")
    equal("files", [row[0] for row in cursor.fetchall()], ["books.csv"])
    cursor.execute("DROP STAGE py_put")


for name in ("pymysql", "mysqlclient"):
    connection = CONNECT[name]()
    check(f"{name} PUT", lambda: put(connection))
    connection.close()


def another_user(connection, change):
    cursor = connection.cursor()
    cursor.execute("SET @x = 1")
    for database in ("system", "information_schema"):
        change(database)
        cursor = connection.cursor()
        cursor.execute("SELECT DATABASE(), @x")
        equal("session", tuple(cursor.fetchone()), (database, None))


changing = CONNECT["mysqlclient"]()
check("mysqlclient another user", lambda: another_user(changing, lambda database: changing.change_user(USER, PASSWORD, database)))
changing.close()
connector = CONNECT["connector"]()
check("connector another user", lambda: another_user(connector, lambda database: connector.cmd_change_user(USER, PASSWORD, database)))
connector.close()


def prepared():
    connection = mysql.connector.connect(**COORDINATES, use_pure=True)
    cursor = connection.cursor(prepared=True)
    for number in range(3):
        cursor.execute("SELECT %s, %s, %s, %s", (number, "é", datetime.datetime(2024, 1, 2, 3, 4, 5), decimal.Decimal("1.25")))
        row = cursor.fetchone()
        equal("number", row[0], number)
        equal("text", row[1], "é")
        cursor.fetchall()
    connection.close()


check("connector prepared", prepared)
check("pymysql compress/TLS off", lambda: pymysql.connect(**COORDINATES, ssl_disabled=True).close())
def tls():
    connection = mysql.connector.connect(**COORDINATES, use_pure=True, ssl_disabled=False)
    cursor = connection.cursor()
    cursor.execute("SHOW STATUS LIKE 'Ssl_version'")
    true("TLS is in use", cursor.fetchall()[0][1].startswith("TLSv1"))
    connection.close()


def compressed():
    connection = mysql.connector.connect(**COORDINATES, use_pure=True, compress=True)
    cursor = connection.cursor()
    cursor.execute("SELECT repeat('stage', 100000)")
    equal("length", len(cursor.fetchall()[0][0]), 500000)
    connection.close()


check("connector TLS", tls)
check("connector compressed", compressed)
finish()
