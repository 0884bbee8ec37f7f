"""unixODBC with the MariaDB driver, as BI tools use it."""
import pyodbc

from checks import HOST, PASSWORD, PORT, USER, check, equal, finish, true

connection = pyodbc.connect(
    f"Driver={{MariaDB Unicode}};Server={HOST};Port={PORT};User={USER};Password={PASSWORD};Database=default;Option=67108864", autocommit=True
)


def catalog():
    cursor = connection.cursor()
    true("catalogs", {row.table_cat for row in cursor.tables(catalog="%", schema="", table="")} >= {"default", "system"})
    true("tables", "stages" in {row.table_name for row in cursor.tables(catalog="system")})
    names = [row.column_name for row in cursor.columns(table="stages", catalog="system")]
    equal("columns", names[:2], ["name", "stage_type"])
    equal("primary keys", list(cursor.primaryKeys(table="stages", catalog="system")), [])
    equal("statistics", [row for row in cursor.statistics(table="stages", catalog="system")], [])


def queries():
    cursor = connection.cursor()
    equal("row", tuple(cursor.execute("SELECT 1, 'naïve', NULL").fetchone()), (1, "naïve", None))
    equal("parameters", tuple(cursor.execute("SELECT ?, ?", 7, "x").fetchone()), (7, "x"))
    equal("rows", len(cursor.execute("SELECT number FROM numbers(20000)").fetchall()), 20000)


def stages():
    cursor = connection.cursor()
    cursor.execute("CREATE OR REPLACE STAGE odbc_stage COMMENT = 'ODBC'")
    # The driver reads rows only of statements that it knows to give some.
    equal("no files", cursor.execute("SELECT name FROM list_stage(location => '@odbc_stage')").fetchall(), [])
    cursor.execute("DROP STAGE odbc_stage")


check("odbc catalog functions", catalog)
check("odbc queries", queries)
check("odbc stages", stages)
finish()
