"""SQLAlchemy over three drivers: what its dialect asks at the start, reflection, and pandas on top."""
import pandas
import sqlalchemy
from sqlalchemy import Column, Integer, MetaData, Table, func, inspect, select, text
from sqlalchemy.dialects.mysql import VARCHAR

from checks import HOST, PASSWORD, PORT, USER, check, equal, finish, true


def reflection(engine):
    inspector = inspect(engine)
    schemas = inspector.get_schema_names()
    true("schemas", {"default", "system", "information_schema"} <= set(schemas))
    true("tables", "stages" in inspector.get_table_names(schema="system") + inspector.get_view_names(schema="system"))
    columns = {column["name"]: column for column in inspector.get_columns("stages", schema="system")}
    true("columns", {"name", "stage_type", "created_on"} <= set(columns))
    equal("primary key", inspector.get_pk_constraint("stages", schema="system").get("constrained_columns"), [])
    equal("foreign keys", inspector.get_foreign_keys("stages", schema="system"), [])
    equal("indexes", inspector.get_indexes("stages", schema="system"), [])
    table = Table("stages", MetaData(), schema="system", autoload_with=engine)
    with engine.connect() as connection:
        true("count", connection.execute(select(func.count()).select_from(table)).scalar_one() >= 1)
        equal("row", connection.execute(select(table.c.name).where(table.c.name.like("cli%")).order_by(table.c.name).limit(5)).scalar_one(), "clients")


def expressions(engine):
    one = Table("one", MetaData(), Column("dummy", Integer), schema="system")
    with engine.connect() as connection:
        equal("bound", connection.execute(text("SELECT :a + :b"), {"a": 1, "b": 2}).scalar_one(), 3)
        statement = select(func.concat("a", one.c.dummy.cast(VARCHAR(10))).label("x"), one.c.dummy + 1)
        equal("row", tuple(connection.execute(statement).one()), ("a1", 2))
        with connection.begin_nested():
            equal("savepoint", connection.execute(text("SELECT 1")).scalar_one(), 1)


def frames(engine):
    frame = pandas.read_sql("SELECT number AS n, number * 0.5 AS half, concat('r', number) AS label FROM numbers(1000)", engine)
    equal("shape", frame.shape, (1000, 3))
    equal("sum", int(frame["n"].sum()), 499500)
    equal("label", frame["label"].iloc[999], "r999")
    chunks = list(pandas.read_sql("SELECT number AS n FROM numbers(5000)", engine.connect().execution_options(stream_results=True), chunksize=1000))
    equal("chunks", [len(chunk) for chunk in chunks], [1000] * 5)


for driver in ("pymysql", "mysqldb", "mysqlconnector"):
    engine = sqlalchemy.create_engine(f"mysql+{driver}://{USER}:{PASSWORD}@{HOST}:{PORT}/default", pool_pre_ping=True)
    check(f"{driver} reflection", lambda: reflection(engine))
    check(f"{driver} expressions", lambda: expressions(engine))
    check(f"{driver} pandas", lambda: frames(engine))
    engine.dispose()
finish()
