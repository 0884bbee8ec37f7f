"""Writes ORC files with independent tools into the directory given, and beside each a Parquet file of what pyarrow reads from it."""
import datetime, decimal, os, random, sys, zoneinfo
import pyarrow as pa
import pyarrow.orc as orc
import pyarrow.parquet as pq

out = sys.argv[1]
path = lambda name: os.path.join(out, name)
pick = random.Random(7)
ROWS = 1500


def with_nulls(values, share=0.1):
    return [None if pick.random() < share else value for value in values]


def rows(make, count=ROWS):
    return [make(index) for index in range(count)]


def write(name, table, **options):
    orc.write_table(table, path(name + ".orc"), compression_block_size=65536, dictionary_key_size_threshold=0.5, **options)
    pq.write_table(orc.ORCFile(path(name + ".orc")).read(), path(name + ".parquet"))


digits = lambda count, scale: decimal.Decimal(pick.randrange(-10**count + 1, 10**count)).scaleb(-scale, decimal.Context(prec=60))
day = lambda: datetime.date(1600, 1, 1) + datetime.timedelta(days=pick.randrange(200000))
COLUMNS = {
    "b": (pa.bool_(), lambda i: pick.random() < 0.5),
    "i8": (pa.int8(), lambda i: pick.randrange(-2**7, 2**7)),
    "i16": (pa.int16(), lambda i: pick.randrange(-2**15, 2**15)),
    "i32": (pa.int32(), lambda i: pick.randrange(-2**31, 2**31)),
    "i64": (pa.int64(), lambda i: pick.randrange(-2**63, 2**63)),
    "f": (pa.float32(), lambda i: pick.choice([0.5, -1.25, float("inf"), 3e30, float(i)])),
    "d": (pa.float64(), lambda i: pick.choice([pick.random(), 1e300, -0.0, float("-inf"), float(i)])),
    "s": (pa.string(), lambda i: pick.choice(["", "text \u00e9", "\U0001f600", "long " * 30]) + str(pick.randrange(10**6))),
    "dict": (pa.string(), lambda i: "key %d" % pick.randrange(10)),
    "bin": (pa.binary(), lambda i: pick.randbytes(pick.randrange(10))),
    "dt": (pa.date32(), lambda i: day()),
    "ts": (pa.timestamp("us"), lambda i: pick.randrange(-2 * 10**15, 2 * 10**15)),
    "ns": (pa.timestamp("ns"), lambda i: pick.randrange(-2 * 10**15, 2 * 10**15) * 1000),
    "tz": (pa.timestamp("us", tz="UTC"), lambda i: pick.randrange(-2 * 10**15, 2 * 10**15)),
    "dec5": (pa.decimal128(5, 2), lambda i: digits(5, 2)),
    "dec18": (pa.decimal128(18, 3), lambda i: digits(18, 3)),
    "dec38": (pa.decimal128(38, 10), lambda i: digits(pick.choice([3, 20, 38]), 10)),
    "l": (pa.list_(pa.int32()), lambda i: with_nulls([pick.randrange(100) for _ in range(pick.randrange(5))])),
    "st": (pa.struct([("x", pa.int32()), ("y", pa.string())]), lambda i: {"x": pick.randrange(9), "y": pick.choice([None, "y%d" % i])}),
    "m": (pa.map_(pa.string(), pa.int64()), lambda i: [("k%d" % j, pick.choice([None, j * i])) for j in range(pick.randrange(4))]),
    "deep": (
        pa.list_(pa.struct([("when", pa.list_(pa.timestamp("us"))), ("tags", pa.map_(pa.int32(), pa.list_(pa.string())))])),
        lambda i: with_nulls([{"when": with_nulls([pick.randrange(10**15)]), "tags": [(j, with_nulls(["a", "b%d" % i])) for j in range(pick.randrange(3))]} for _ in range(pick.randrange(3))]),
    ),
}
every_type = pa.table({name: pa.array(with_nulls(rows(make)), type) for name, (type, make) in COLUMNS.items()})
full = pa.table({name: pa.array(rows(make), type) for name, (type, make) in COLUMNS.items()})
for codec in ("zlib", "lz4"):
    write(f"types.{codec}", every_type, compression=codec)
write("types.full", full, compression="zstd")
write("stripes", pa.concat_tables([every_type] * 4), compression="uncompressed", stripe_size=65536, batch_size=500)
write("empty", every_type.slice(0, 0))
write("nulls", pa.table({name: pa.nulls(ROWS, type) for name, (type, _) in COLUMNS.items()}), compression="zlib")
write("other", pa.table({"b": pa.array([1, 2])}))

# What the encodings of whole numbers choose their kinds of runs by.
START = -(2**40)
walk = [0]
for _ in range(20000):
    walk.append(walk[-1] + pick.randrange(-3, 9))
PATTERNS = {
    "constant": lambda i: 42,
    "ascending": lambda i: START + i * 3,
    "descending": lambda i: 2**50 - i * i,
    "short_runs": lambda i: (i // 5) * 1000,
    "random_small": lambda i: pick.randrange(10),
    "random_wide": lambda i: pick.randrange(-2**45, 2**45),
    "random_all": lambda i: pick.randrange(-2**63, 2**63),
    "outliers": lambda i: pick.randrange(100) if pick.random() < 0.98 else pick.randrange(10**6, 10**9),
    "negative_outliers": lambda i: -1000 + pick.randrange(100) if pick.random() < 0.97 else pick.randrange(2**40),
    "walk": lambda i: walk[i],
    "extremes": lambda i: pick.choice([-2**63, 2**63 - 1, 0, -1]),
    "switching": lambda i: i if i % 1000 < 500 else pick.randrange(2**33),
}
patterns = pa.table({name: pa.array(rows(make, 20000), pa.int64()) for name, make in PATTERNS.items()})
sparse = pa.table({name: pa.array(with_nulls(column.to_pylist(), 0.4), pa.int64()) for name, column in zip(patterns.column_names, patterns.columns)})
for version in ("0.11", "0.12"):
    write(f"runs.{version}", patterns, compression="zlib", file_version=version)
    write(f"runs.sparse.{version}", sparse, compression="snappy", file_version=version, stripe_size=65536, batch_size=1024)

import pyorc

with open(path("hive.orc"), "wb") as file:
    schema = "struct<c:char(5),v:varchar(3),u:uniontype<int,string>,ts:timestamp,ti:timestamp with local time zone,y:tinyint>"
    with pyorc.Writer(file, schema, timezone=zoneinfo.ZoneInfo("America/Los_Angeles"), struct_repr=pyorc.StructRepr.TUPLE) as writer:
        utc = datetime.timezone.utc
        summer, old = datetime.datetime(2024, 7, 9, 19, 30, 0, 123456, utc), datetime.datetime(1960, 1, 1, 12, 0, 0, 500000, utc)
        writer.write(("ab", "abcdef", 7, summer, summer, -1))
        writer.write(("abcde", "\u00e9\u00e9", "seven", old, old, 127))
        writer.write((None,) * 6)
