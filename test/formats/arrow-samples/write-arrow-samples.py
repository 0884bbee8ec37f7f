"""Wrote the small Arrow files beside it, which tests damage: python write-arrow-samples.py <directory>. Needs pyarrow."""
import datetime, decimal, os, sys
import pyarrow as pa
import pyarrow.ipc as ipc

ROWS = 24
columns = {
    "flag": pa.array([i % 3 == 0 if i % 4 else None for i in range(ROWS)]),
    "small": pa.array([i if i % 5 else None for i in range(ROWS)], pa.int8()),
    "number": pa.array(range(ROWS), pa.int64()),
    "text": pa.array(["text %d" % i if i % 3 else None for i in range(ROWS)]),
    "bytes": pa.array([bytes(range(i)) for i in range(ROWS)], pa.large_binary()),
    "fixed": pa.array([b"%04d" % i for i in range(ROWS)], pa.binary(4)),
    "day": pa.array([datetime.date(2024, 1, 1 + i) for i in range(ROWS)]),
    "time": pa.array([datetime.datetime(2024, 1, 1 + i, i) for i in range(ROWS)], pa.timestamp("ns")),
    "decimal": pa.array([decimal.Decimal(i).scaleb(-2) for i in range(ROWS)], pa.decimal128(20, 2)),
    "list": pa.array([[i, None] * (i % 3) for i in range(ROWS)], pa.list_(pa.int32())),
    "triple": pa.array([[i, i, i] for i in range(ROWS)], pa.list_(pa.int16(), 3)),
    "map": pa.array([[("k", i)] if i % 2 else None for i in range(ROWS)], pa.map_(pa.string(), pa.int64())),
    "struct": pa.array([{"a": i, "b": {"c": "x" * i}} if i % 4 else None for i in range(ROWS)], pa.struct([("a", pa.int32()), ("b", pa.struct([("c", pa.string())]))])),
    "view": pa.array(["a text of more than twelve bytes %d" % i if i % 2 else "short" for i in range(ROWS)], pa.string_view()),
    "entry": pa.array(["entry %d" % (i % 3) for i in range(ROWS)]).dictionary_encode(),
    "nothing": pa.nulls(ROWS),
}
table = pa.table(columns)


def write(name, opened, **options):
    with opened(os.path.join(sys.argv[1], name), table.schema, options=ipc.IpcWriteOptions(**options)) as writer:
        writer.write_table(table, max_chunksize=10)


write("plain.arrow", ipc.new_file)
write("lz4.arrow", ipc.new_file, compression="lz4")
write("plain.arrows", ipc.new_stream)
write("zstd.arrows", ipc.new_stream, compression="zstd")
