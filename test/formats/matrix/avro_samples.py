"""Avro of fastavro, in every codec and in blocks of two sizes; records of all types, with and without their logical types."""
import datetime
import decimal
import json
import uuid
import fastavro
import fastavro.read as avro_read

CODECS = ("null", "deflate", "snappy", "bzip2", "xz", "zstandard")
UTC = datetime.timezone.utc
logical = lambda type, kind, **attributes: {"type": type, "logicalType": kind, **attributes}
FIXED = {"type": "fixed", "name": "four", "namespace": "of.bytes", "size": 4}
POINT = {"type": "record", "name": "point", "fields": [{"name": "x", "type": "int"}, {"name": "about", "type": ["null", "string"]}]}
moment = datetime.datetime(2024, 2, 29, 12, 34, 56, 789012)
old = datetime.datetime(1901, 1, 1, 0, 0, 0, 1000)
# Types with values, each also in a union with null.
FIELDS = {
    "flag": ("boolean", [True, False]), "i": ("int", [-(2**31), 2**31 - 1, 0]), "l": ("long", [-(2**63), 2**63 - 1, 2**53 + 1, 0]), "f": ("float", [0.5, -1.25, 3.4028234663852886e38, 0.0]),
    "d": ("double", [0.1, 1e300, -0.5, 30.0, 5e-324]), "s": ("string", ["", "é中😀", "quote \" and \\ and /", "line\nend\ttab", "\u0001"]), "b": ("bytes", [b"", b"\x00\xff", b"abc"]),
    "colour": ({"type": "enum", "name": "colour", "symbols": ["RED", "BLUE"]}, ["RED", "BLUE"]), "fix": (FIXED, [b"\x00\x01\x02\xff"]), "ints": ({"type": "array", "items": "int"}, [[], [1, -2, 3]]),
    "maybe": ({"type": "array", "items": ["null", "string"]}, [[None, "a"], []]), "longs": ({"type": "map", "values": "long"}, [{}, {"z": 2**60, "a": -1, "é \"": 0, "10": 2, "9": 3}]), "point": (POINT, [{"x": 1, "about": None}, {"x": -1, "about": "here"}]),
    "points": ({"type": "array", "items": "point"}, [[{"x": 5, "about": "there"}], []]), "either": (["string", "long", "boolean", "double", "of.bytes.four"], ["text", 2**40, True, 0.25, b"\x01\x02\x03\x04"]),
    "day": (logical("int", "date"), [datetime.date(2024, 2, 29), datetime.date(1, 1, 1), datetime.date(9999, 12, 31), datetime.date(1969, 12, 31)]),
    "time_ms": (logical("int", "time-millis"), [datetime.time(23, 59, 59, 999000), datetime.time(0)]), "time_us": (logical("long", "time-micros"), [datetime.time(23, 59, 59, 999999), datetime.time(0, 0, 1)]),
    "ts_ms": (logical("long", "timestamp-millis"), [moment.replace(microsecond=789000, tzinfo=UTC), old.replace(tzinfo=UTC)]), "ts_us": (logical("long", "timestamp-micros"), [moment.replace(tzinfo=UTC), old.replace(tzinfo=UTC)]),
    "local_ms": (logical("long", "local-timestamp-millis"), [moment.replace(microsecond=789000), old]), "local_us": (logical("long", "local-timestamp-micros"), [moment, old]),
    "price": (logical("bytes", "decimal", precision=10, scale=2), [decimal.Decimal("-12.34"), decimal.Decimal("99999999.99"), decimal.Decimal("0.00"), decimal.Decimal("1.10")]),
    "wide": (logical("fixed", "decimal", name="sixteen", size=16, precision=38, scale=10), [decimal.Decimal("1234567890123456789012345678.0123456789"), decimal.Decimal("-0.0000000001")]),
    "id": (logical("string", "uuid"), [uuid.UUID(int=0), uuid.UUID("12345678-90ab-cdef-1234-567890abcdef")]),
}
ROWS = 30


def schema(nullable):
    fields = [{"name": name, "type": (["null", *type] if isinstance(type, list) else ["null", type]) if nullable else type} for name, (type, _) in FIELDS.items()]
    return {"type": "record", "name": "everything", "namespace": "n.s", "fields": [*fields, {"name": "next", "type": ["null", "everything"]}]}


def records(nullable):
    one = lambda row: {name: None if nullable and (row + column) % 5 == 4 else values[(row + column) % len(values)] for column, (name, (_, values)) in enumerate(FIELDS.items())}
    return [{**one(row), "next": {**one(row + 1), "next": None} if row % 3 == 0 else None} for row in range(ROWS)]


def json_of(value):
    """What fastavro reads, as our variants have it: bytes in hexadecimal digits, times in microseconds."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, decimal.Decimal):
        return f"{value:f}"
    if isinstance(value, bytes):
        return f'"{value.hex().upper()}"'
    if isinstance(value, datetime.datetime):
        return f'"{value.replace(tzinfo=None).isoformat(" ", "microseconds")}"'
    if isinstance(value, datetime.time):
        return f'"{value.isoformat("microseconds")}"'
    if isinstance(value, list):
        return f"[{','.join(json_of(item) for item in value)}]"
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(key)}:{json_of(item)}" for key, item in sorted(value.items())) + "}"
    return json.dumps(str(value))


def read(path):
    with open(path, "rb") as file:
        return list(fastavro.reader(file))


def read_without_logical_types(path):
    known = dict(avro_read.LOGICAL_READERS)
    avro_read.LOGICAL_READERS.clear()
    try:
        return read(path)
    finally:
        avro_read.LOGICAL_READERS.update(known)


def write(questions):
    files = {}
    for codec in CODECS:
        for nullable in (False, True):
            for interval in (16000, 50):
                name = f"{codec}-{'nullable' if nullable else 'required'}-{interval}.avro"
                with open(questions.path("avro", name), "wb") as file:
                    fastavro.writer(file, fastavro.parse_schema(schema(nullable)), records(nullable), codec=codec, sync_interval=interval)
                files[name] = questions.path("avro", name)
    document = ("CAST($1 AS CHAR)", "json")
    parts = [("CAST($1:l AS CHAR)", "text"), ("CAST($1:s AS CHAR)", "text"), ("CAST($1:day AS CHAR)", "text"), ("CAST($1:next.i AS CHAR)", "text"), ("CAST($1:points[0].about AS CHAR)", "text")]
    rows = {name: [[json_of(record), *part_texts(record)] for record in read(path)] for name, path in files.items()}
    questions.ask("avro", "TYPE = AVRO", [document, *parts], rows)
    questions.ask("avro", "TYPE = AVRO USE_LOGIC_TYPE = FALSE", [document], {name: [[json_of(record)] for record in read_without_logical_types(path)] for name, path in files.items()}, ways=["numbered"])


def part_texts(record):
    values = record["l"], record["s"], record["day"], (record["next"] or {}).get("i"), (record["points"] or [{}])[0].get("about")
    return [None if value is None else str(value) for value in values]
