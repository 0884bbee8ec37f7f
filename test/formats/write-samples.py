"""Writes files with independent tools into the directory given, for the tests of formats to compare with."""
import datetime, decimal, os, sys
import pyarrow as pa
import pyarrow.parquet as pq
import fastavro

out = sys.argv[1]
path = lambda name: os.path.join(out, name)
TEXT = ("k,v\n" + "".join(f"{i},\"text {i} \u00e9\"\n" for i in range(2000))).encode()


def write(name, data):
    with open(path(name), "wb") as file:
        file.write(data)


write("t.csv", TEXT)
write("t.latin-1", TEXT.decode().encode("latin-1", errors="replace"))

moment = datetime.datetime(2024, 5, 6, 7, 8, 9, 123456)
schema = pa.schema([
    ("b", pa.bool_()), ("i8", pa.int8()), ("u64", pa.uint64()), ("i64", pa.int64()), ("f", pa.float64()), ("s", pa.string()), ("bin", pa.binary()),
    ("d", pa.date32()), ("ts", pa.timestamp("us")), ("ns", pa.timestamp("ns")), ("dec", pa.decimal128(20, 3)),
    ("l", pa.list_(pa.int32())), ("st", pa.struct([("x", pa.int32()), ("y", pa.string())])), ("m", pa.map_(pa.string(), pa.int64())),
    ("dict", pa.dictionary(pa.int32(), pa.string())),
])
rows = [
    [True, -8, 2**64 - 1, -(2**63), 1.5, "one \"\u00e9", b"\x00\xff", datetime.date(2024, 2, 29), moment, moment, decimal.Decimal("12345678901234567.125"),
     [1, None, 3], {"x": 7, "y": "seven"}, [("a", 1), ("b", None)], "red"],
    [None] * 15,
    [False, 127, 0, 2**53 + 1, float("inf"), "", b"", datetime.date(1969, 12, 31), datetime.datetime(1969, 12, 31, 23, 59, 59, 999999), moment, decimal.Decimal("-0.001"),
     [], {"x": None, "y": ""}, [], "blue"],
]
table = pa.table({field.name: pa.array([row[index] for row in rows], field.type) for index, field in enumerate(schema)})
pq.write_table(table, path("t.none.parquet"), compression="none", version="2.6")

shapes = pa.table({
    "bin": pa.array([b"\x00\xff", None]), "price": pa.array([decimal.Decimal("1.10"), None], pa.decimal128(9, 2)), "whole": pa.array([7, None], pa.decimal128(9, 0)),
    "zoned": pa.array([1500, None], pa.timestamp("us", tz="UTC")), "ns": pa.array([1999, None], pa.timestamp("ns")), "bins": pa.array([[b"\x01", None], None]),
    "pairs": pa.array([[{"x": decimal.Decimal("2.50"), "y \"z\"": b"a"}, None], None], pa.list_(pa.struct([("x", pa.decimal128(5, 2)), ("y \"z\"", pa.binary())]))),
    "named": pa.array([[("k", b"v")], None], pa.map_(pa.string(), pa.binary())), "fixed": pa.array([[b"a", b"b"], None], pa.list_(pa.binary(), 2)),
    "deep": pa.array([{"p": {"q": b"\xaa"}}, {"p": None}], pa.struct([("p", pa.struct([("q", pa.binary())]))])),
})
pq.write_table(shapes, path("shapes.parquet"))
for name, encoding in (("known", "PLAIN"), ("split", "BYTE_STREAM_SPLIT")):
    pq.write_table(pa.table({"a": pa.array([1, 2], pa.int32())}), path(f"{name}.parquet"), use_dictionary=False, column_encoding={"a": encoding})

utc = datetime.timezone.utc
long = lambda name, **attributes: {"name": name, "type": {"type": "long", **attributes}}
longs = {"type": "record", "name": "longs", "fields": [
    {"name": "d", "type": "double"}, long("l"), long("ts", logicalType="timestamp-micros"), long("ns", logicalType="timestamp-nanos"), {"name": "u", "type": ["null", {"type": "long"}]}, {"name": "a", "type": {"type": "array", "items": {"type": "long"}}},
]}
with open(path("longs.avro"), "wb") as file:
    fastavro.writer(file, longs, [{"d": 1e30, "l": 2**63 - 1, "ts": datetime.datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=utc), "ns": 1714979289123456789, "u": 2**60 + 1, "a": [-(2**63)]}])
