"""Writes Arrow files with types that other formats lack into the directory given, and beside each a Parquet file of the same values in plain types."""
import datetime, decimal, os, random, sys
import pyarrow as pa
import pyarrow.ipc as ipc
import pyarrow.parquet as pq

out = sys.argv[1]
path = lambda name: os.path.join(out, name)
pick = random.Random(11)
ROWS = 700


def write(name, table, plain=None, batch=None, stream=False, **options):
    with (ipc.new_stream if stream else ipc.new_file)(path(name + (".arrows" if stream else ".arrow")), table.schema, options=ipc.IpcWriteOptions(**options)) as writer:
        writer.write_table(table, max_chunksize=batch)
    pq.write_table(table if plain is None else plain, path(name + ".parquet"))


def column(type, make, nulls=True):
    return pa.array([None if nulls and pick.random() < 0.15 else make(index) for index in range(ROWS)], type)


texts = lambda index: pick.choice(["", "short", "exactly 12 b", "longer than the twelve bytes of a view", "\u00e9\U0001f600"]) + str(index % 50)
blob = lambda index: pick.randbytes(pick.randrange(20))
pairs = lambda value: lambda index: [("k%d" % j, value(j)) for j in range(pick.randrange(4))]
point = pa.struct([("x", pa.int32()), ("name", pa.string()), ("raw", pa.binary())])
make_point = lambda index: {"x": index, "name": texts(index), "raw": blob(index)}

nested = {
    "blobs": column(pa.list_(pa.binary()), lambda i: [blob(i), None]),
    "map_of_blobs": column(pa.map_(pa.string(), pa.binary()), pairs(blob)),
    "map_of_maps": column(pa.map_(pa.int32(), pa.map_(pa.string(), pa.list_(pa.int64()))), lambda i: [(j, [("a", [j, None]), ("b", None)]) for j in range(i % 3)]),
    "points": column(pa.list_(point), lambda i: [pick.choice([None, make_point(i)]) for _ in range(i % 4)]),
    "deep": column(pa.struct([("inner", pa.struct([("blob", pa.binary()), ("tags", pa.list_(pa.string()))]))]), lambda i: {"inner": pick.choice([None, {"blob": blob(i), "tags": [texts(i), None]}])}),
    "fixed": column(pa.list_(pa.int16(), 3), lambda i: [i, None, -i]),
    "uuid": column(pa.binary(16), lambda i: pick.randbytes(16)),
    "date64": column(pa.date64(), lambda i: datetime.date(1900, 1, 1) + datetime.timedelta(days=i * 100)),
    "seconds": column(pa.timestamp("s"), lambda i: i * 1_000_003 - 300_000_000),
    "millis": column(pa.timestamp("ms", tz="Europe/Berlin"), lambda i: i * 1_000_003 - 300_000_000),
    "nanos": column(pa.timestamp("ns"), lambda i: (i * 1_000_003 - 300_000_000) * 1000),
    "time32": column(pa.time32("ms"), lambda i: datetime.time(i % 24, i % 60, 59, 123000)),
    "time64": column(pa.time64("us"), lambda i: datetime.time(i % 24, i % 60, 59, 123456)),
    "u8": column(pa.uint8(), lambda i: i % 256),
    "u16": column(pa.uint16(), lambda i: 65535 - i),
    "u32": column(pa.uint32(), lambda i: 2**32 - 1 - i),
    "u64": column(pa.uint64(), lambda i: 2**64 - 1 - i),
    "dec5": column(pa.decimal128(5, 2), lambda i: decimal.Decimal(i - 300).scaleb(-2)),
    "dec15": column(pa.decimal128(15, 3), lambda i: decimal.Decimal(i - 300).scaleb(-3) * 10**9),
    "dec38": column(pa.decimal128(38, 0), lambda i: decimal.Decimal((-1) ** i * 10**37)),
    "required": column(pa.int64(), lambda i: i, nulls=False),
    "bool": column(pa.bool_(), lambda i: i % 3 == 0),
}
write("nested", pa.table(nested))
write("nested.batches", pa.table(nested), batch=64, stream=True, compression="zstd")
write("nested.slice", pa.table(nested).slice(101, 333), compression="lz4")

odd = {
    "text_view": (column(pa.string_view(), texts), pa.string()),
    "binary_view": (column(pa.binary_view(), blob), pa.binary()),
    "large_text": (column(pa.large_string(), texts), pa.string()),
    "large_list": (column(pa.large_list(pa.string_view()), lambda i: [texts(i)] * (i % 3)), pa.list_(pa.string())),
    "half": (column(pa.float16(), lambda i: i / 4), pa.float32()),
    "seconds": (column(pa.duration("s"), lambda i: i - 300), None),
    "nanos": (column(pa.duration("ns"), lambda i: (i - 300) * 1000), None),
    "wide": (column(pa.decimal256(38, 4), lambda i: decimal.Decimal(i - 300).scaleb(-4)), pa.decimal128(38, 4)),
    "nothing": (pa.nulls(ROWS), pa.int32()),
    "dictionary": (column(pa.string(), lambda i: "key %d" % (i % 7)).dictionary_encode(), pa.string()),
    "large_dictionary": (column(pa.string(), texts).dictionary_encode(), pa.string()),
    "numbers": (column(pa.int64(), lambda i: i % 5).dictionary_encode(), pa.int64()),
    "with_null_entry": (pa.DictionaryArray.from_arrays(pa.array([i % 3 for i in range(ROWS)], pa.int8()), pa.array(["a", None, "c"])), pa.string()),
    "list_of_dictionary": (pa.ListArray.from_arrays(pa.array(range(ROWS + 1), pa.int32()), column(pa.string(), lambda i: "key %d" % (i % 7)).dictionary_encode()), pa.list_(pa.string())),
}
in_micros = {"seconds": lambda value: value // datetime.timedelta(microseconds=1), "nanos": lambda value: value // datetime.timedelta(microseconds=1)}
plain = {}
for name, (array, type) in odd.items():
    if name in in_micros:
        plain[name] = pa.array([None if value is None else in_micros[name](value) for value in array.to_pylist()], pa.int64())
    else:
        plain[name] = pa.array(array.to_pylist(), type)
write("odd", pa.table({name: array for name, (array, _) in odd.items()}), pa.table(plain))

write("decimal256", pa.table({"ok": pa.array([1]), "too_wide": pa.array([decimal.Decimal(10) ** 60], pa.decimal256(70, 0))}), pa.table({"ok": pa.array([1])}))
write("interval", pa.table({"i": pa.array([(1, 2, 3)], pa.month_day_nano_interval())}), pa.table({"ok": pa.array([1])}))
with ipc.new_stream(path("deltas.arrows"), pa.schema([("d", pa.dictionary(pa.int32(), pa.string()))]), options=ipc.IpcWriteOptions(emit_dictionary_deltas=True)) as writer:
    for entries in (["a", "b"], ["a", "b", "c"], ["a", "b", "c", "d"]):
        writer.write_batch(pa.record_batch([pa.DictionaryArray.from_arrays(pa.array([len(entries) - 1, 0, None], pa.int32()), pa.array(entries))], names=["d"]))
