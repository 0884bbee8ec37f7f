"""Writes Parquet files of many row groups: write-parquet.py <directory> <row groups> <rows of a group>"""
import datetime, decimal, os, random, sys
import pyarrow as pa
import pyarrow.parquet as pq

directory, groups, group_rows = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
rows = groups * group_rows
random.seed(7)
numbers = pa.array(range(rows), pa.int64())


def write(name, table, row_group_size=group_rows, **options):
    pq.write_table(table, os.path.join(directory, name), row_group_size=row_group_size, **options)


def noise(kind=pa.int64()):
    return pa.array([random.getrandbits(31) for _ in range(rows)], kind)


write('wide.parquet', pa.table({f'c{column}': noise(pa.int32()) for column in range(20)}), use_dictionary=False)

day, second = datetime.date(1970, 1, 1), datetime.datetime(2020, 1, 1)
write('sorted.parquet', pa.table({
    'i': numbers,
    'big': pa.array([9007199254740993 + i for i in range(rows)], pa.int64()),
    'u': pa.array(range(rows), pa.uint32()),
    's': pa.array([f'k{i // group_rows:05d} {i % group_rows}' for i in range(rows)]),
    'd': pa.array([day + datetime.timedelta(days=i // group_rows) for i in range(rows)]),
    'dec': pa.array([decimal.Decimal(i) + decimal.Decimal('0.25') for i in range(rows)], pa.decimal128(12, 2)),
    'ts': pa.array([second + datetime.timedelta(milliseconds=i) for i in range(rows)], pa.timestamp('us')),
    'f': pa.array([float(i) for i in range(rows)]),
    'nulls': pa.array([None if i < group_rows else i for i in range(rows)], pa.int64()),
    'st': pa.array([{'x': i, 'y': 'y' * (i % 5)} for i in range(rows)]),
    'v1': noise(), 'v2': noise(),
}))

few = 40_000
typed = pa.table({
    'i': pa.array(range(few), pa.int32()), 'u': pa.array([i % 9 for i in range(few)], pa.uint8()),
    's': pa.array([f'text {i}' if i % 7 else None for i in range(few)]),
    'd': pa.array([day + datetime.timedelta(days=i) for i in range(few)]),
    'dec': pa.array([decimal.Decimal(i) / 8 for i in range(few)], pa.decimal128(30, 3)),
    'ts': pa.array([second + datetime.timedelta(microseconds=i) for i in range(few)], pa.timestamp('ns')),
    'f': pa.array([float('nan') if i % 100 == 0 else i / 3 for i in range(few)]),
    'st': pa.array([{'x': i, 'y': {'z': str(i)}} if i % 5 else None for i in range(few)]),
    'l': pa.array([list(range(i % 4)) if i % 6 else None for i in range(few)]),
    'm': pa.array([[('k', i), ('l', None)] if i % 3 else [] for i in range(few)], pa.map_(pa.string(), pa.int64())),
    'ls': pa.array([[{'a': i, 'b': 'b'}] * (i % 3) for i in range(few)]),
    'b': pa.array([bytes([i % 256]) * (i % 20) for i in range(few)]),
    'nulls': pa.array([None] * few, pa.string()),
    'fill': pa.array([random.randbytes(40) for _ in range(few)]),
})
for codec in ['none', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4']:
    write(f'typed.{codec}.parquet', typed, 3000, compression=codec)
write('typed.plain.parquet', typed, 3000, use_dictionary=False, write_statistics=False)
write('typed.v2.parquet', typed, 3000, data_page_version='2.0', data_page_size=4096)
write('typed.index.parquet', typed, 3000, write_page_index=True, data_page_size=4096)
try:
    write('typed.bloom.parquet', typed, 3000, bloom_filter_options={'s': {'ndv': 3000, 'fpp': 0.01}, 'i': {'ndv': 3000, 'fpp': 0.01}})
except TypeError:  # a pyarrow that writes none
    write('typed.bloom.parquet', typed, 3000)
