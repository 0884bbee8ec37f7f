"""Apache Superset in one process: connects with its MySQL driver, lists schemas and tables, makes data sets, runs charts' queries through its API."""
import os
import sys
import traceback

from superset.app import create_app

passed = failed = 0


def check(name, run):
    global passed, failed
    try:
        run()
        passed += 1
    except Exception:
        failed += 1
        print(f"FAILED {name}", file=sys.stderr)
        traceback.print_exc()


def call(method, path, **arguments):
    response = getattr(client, method)(path, headers=headers, **arguments)
    body = response.get_json()
    if response.status_code >= 300:
        raise AssertionError(f"{method} {path}: {response.status_code} {body}")
    return body


URI = "mysql://{STAGEWIRE_USER}:{STAGEWIRE_PASSWORD}@{STAGEWIRE_HOST}:{STAGEWIRE_PORT}/system?charset=utf8mb4".format(**os.environ)
app = create_app()
with app.app_context():
    from flask_migrate import upgrade

    from superset.extensions import appbuilder

    upgrade(directory=os.path.join(os.path.dirname(sys.modules["superset"].__file__), "migrations"))
    appbuilder.add_permissions(update_perms=True)
    appbuilder.sm.sync_role_definitions()
    appbuilder.sm.add_user("admin", "Ada", "Admin", "admin@example.com", appbuilder.sm.find_role("Admin"), password="admin")

client = app.test_client()
headers = {}
token = call("post", "/api/v1/security/login", json={"username": "admin", "password": "admin", "provider": "db", "refresh": True})["access_token"]
headers = {"Authorization": f"Bearer {token}"}
database = {}


def connects():
    call("post", "/api/v1/database/test_connection/", json={"database_name": "stages", "sqlalchemy_uri": URI})
    database["id"] = call("post", "/api/v1/database/", json={"database_name": "stages", "sqlalchemy_uri": URI, "expose_in_sqllab": True})["id"]


def lists():
    schemas = call("get", f"/api/v1/database/{database['id']}/schemas/")["result"]
    assert {"default", "system"} <= set(schemas), schemas
    tables = call("get", f"/api/v1/database/{database['id']}/tables/?q=(force:!t,schema_name:system)")["result"]
    assert "stages" in {table["value"] for table in tables}, tables
    columns = call("get", f"/api/v1/database/{database['id']}/table_metadata/?name=stages&schema=system")["columns"]
    assert {"name", "created_on"} <= {column["name"] for column in columns}, columns


def chart(dataset, **query):
    """What Explore sends to draw a chart; gives its rows."""
    context = {"datasource": {"id": dataset, "type": "table"}, "queries": [{"row_limit": 100, **query}], "result_format": "json", "result_type": "full"}
    (result,) = call("post", "/api/v1/chart/data", json=context)["result"]
    assert result.get("error") is None, result["error"]
    return result["data"]


def charts_of_a_table():
    dataset = call("post", "/api/v1/dataset/", json={"database": database["id"], "schema": "system", "table_name": "stages"})["id"]
    rows = chart(dataset, columns=["stage_type"], metrics=[{"expressionType": "SQL", "sqlExpression": "COUNT(*)", "label": "stages"}], orderby=[["stage_type", True]])
    assert rows == [{"stage_type": "Internal", "stages": 1}], rows
    metric = {"expressionType": "SIMPLE", "aggregate": "COUNT_DISTINCT", "column": {"column_name": "name"}, "label": "names"}
    for grain in ("P1D", "P1W", "P1M", "P1Y", "PT1H"):
        axis = {"timeGrain": grain, "columnType": "BASE_AXIS", "sqlExpression": "created_on", "label": "created_on", "expressionType": "SQL"}
        rows = chart(dataset, columns=[axis], metrics=[metric], filters=[{"col": "stage_type", "op": "IN", "val": ["Internal", "External"]}])
        assert [row["names"] for row in rows] == [1], (grain, rows)


def charts_of_a_query():
    sql = "SELECT name, size, split_part(name, '.', 2) AS kind FROM list_stage(location => '@clients')"
    body = {"database": database["id"], "schema": "default", "table_name": "files", "sql": sql}
    dataset = call("post", "/api/v1/dataset/", json=body)["id"]
    rows = chart(dataset, columns=["kind"], metrics=[{"expressionType": "SIMPLE", "aggregate": "SUM", "column": {"column_name": "size"}, "label": "bytes"}])
    assert [row["kind"] for row in rows] == ["csv"], rows


def sql_lab():
    body = {"database_id": database["id"], "schema": "system", "sql": "SELECT name, stage_type FROM stages ORDER BY name", "runAsync": False, "queryLimit": 10}
    result = call("post", "/api/v1/sqllab/execute/", json=body)
    assert result["data"] == [{"name": "clients", "stage_type": "Internal"}], result


check("connects", connects)
check("lists schemas, tables and columns", lists)
check("charts of a table", charts_of_a_table)
check("charts of a query", charts_of_a_query)
check("SQL Lab", sql_lab)
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
