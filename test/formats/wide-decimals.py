"""Parquet files with decimals of more than 38 digits. Argument: the directory to write to."""
import sys
from decimal import Decimal as D, getcontext

import pyarrow as pa
import pyarrow.parquet as pq

getcontext().prec = 100
directory = sys.argv[1]
large = [D('12345678901234567890123456789012345678901234567890.12'), D('-0.01'), None, D('9' * 74 + '.99')]
table = pa.table({
    'id': pa.array([1, 2, 3, 4]),
    'w': pa.array(large, pa.decimal256(76, 2)),
    'm': pa.array([D('1.5'), D('-1.5'), D('9' * 39 + '.5'), None], pa.decimal256(40, 1)),
    'd': pa.array([D('1.25')] * 4, pa.decimal128(38, 2)),
    'x': pa.array([1.5] * 4),
})
pq.write_table(table, f'{directory}/wide.parquet')
pq.write_table(table, f'{directory}/small-pages.parquet', compression='zstd', use_dictionary=False, row_group_size=1, data_page_size=1, version='2.6', data_page_version='2.0')
wide = pa.decimal256(76, 2)
pq.write_table(pa.table({
    'id': pa.array([1, 2, 3]),
    'l': pa.array([large[:3], [], None], pa.list_(wide)),
    't': pa.array([{'n': 1, 'w': large[0], 'in': {'d': 0.5, 'm': D('1.5')}}, {'n': 2, 'w': None, 'in': None}, None], pa.struct([('n', pa.int32()), ('w', wide), ('in', pa.struct([('d', pa.float64()), ('m', pa.decimal256(40, 1))]))])),
    'm': pa.array([[('a', large[3]), ('b', None)], [], None], pa.map_(pa.string(), wide)),
    'll': pa.array([[[large[1]], None], [[]], None], pa.list_(pa.list_(wide))),
    'ts': pa.array([[{'x': large[0], 's': 'y'}], [None], None], pa.list_(pa.struct([('x', wide), ('s', pa.string())]))),
}), f'{directory}/nested.parquet')
