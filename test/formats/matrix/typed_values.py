"""Columns of every type, with values at the edges of what they can hold."""
import datetime
import decimal
import uuid
import pyarrow as pa

ROWS = 40
TEXTS = ["", "a", "plain", "é中😀", "quote \" and \\", "line\nend", "tab\t", "exactly twelve", "longer than what fits into a view " * 9, "NULL", "\\N", "0", " blank "]
DATES = [datetime.date(1, 1, 1), datetime.date(1582, 10, 4), datetime.date(1582, 10, 15), datetime.date(1969, 12, 31), datetime.date(1970, 1, 1), datetime.date(2024, 2, 29), datetime.date(9999, 12, 31)]
# In seconds, and what is added of finer units.
MOMENTS = [-(2**31), -1, 0, 1, 1_709_210_096, 2**31, 4_102_444_799, -2_208_988_800]
FINER = {"s": [0], "ms": [0, 1, 999], "us": [0, 1, 999_999, 500_000], "ns": [0, 1, 999, 1000, 999_999_999, 123_456_789]}
PER_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}


def integers(bits, signed):
    low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2**bits - 1)
    return [low, high, 0, 1, low + 1, high - 1, high // 2, 100]


def floats(*more):
    return [0.0, -0.0, 1.0, -1.5, 0.25, float("inf"), float("-inf"), float("nan"), *more]


def moments(unit):
    """Before 1970 of whole microseconds: what is finer is cut towards zero by some and downwards by others."""
    return [moment * PER_SECOND[unit] + finer for moment in MOMENTS for finer in FINER[unit] if moment >= 0 or unit != "ns" or finer % 1000 == 0]


def decimals(precision, scale):
    most = 10**precision - 1
    return [decimal.Decimal(value).scaleb(-scale, decimal.Context(prec=80)) for value in (most, -most, 0, 1, -1, most // 2, 10**scale % (most + 1))]


def times(unit):
    return [0, 1, 86_399 * PER_SECOND[unit], 86_400 * PER_SECOND[unit] - 1, 45_296 * PER_SECOND[unit] + PER_SECOND[unit] // 2]


def repeated(values, nulls=True, start=0):
    """As many rows as there are, with some NULLs among them."""
    chosen = [values[(index + start) % len(values)] for index in range(ROWS)]
    return [None if nulls and (index % 7 == 5 or index >= ROWS - 2) else value for index, value in enumerate(chosen)]


def scalars():
    yield "b", pa.bool_(), [True, False, False]
    for bits in (8, 16, 32, 64):
        yield f"i{bits}", getattr(pa, f"int{bits}")(), integers(bits, True)
        yield f"u{bits}", getattr(pa, f"uint{bits}")(), integers(bits, False)
    yield "f32", pa.float32(), floats(3.4028234663852886e38, 0.1, 16777217.0, 1e-45)
    yield "f64", pa.float64(), floats(1.7976931348623157e308, 5e-324, 0.1, 2.0**53 + 2, 1e300)
    yield "s", pa.string(), TEXTS
    yield "few", pa.string(), ["red", "green", "blue"]
    yield "same", pa.string(), ["same"]
    yield "bin", pa.binary(), [b"", b"\x00", b"\xff\x00\xfe", b"abc" * 20]
    yield "fixed", pa.binary(5), [b"abcde", b"\x00" * 5, b"\xff\xfe\xfd\xfc\xfb"]
    yield "d", pa.date32(), DATES
    for unit in ("s", "ms", "us", "ns"):
        yield f"ts_{unit}", pa.timestamp(unit), moments(unit)
    yield "zoned", pa.timestamp("us", tz="Europe/Berlin"), moments("us")
    for precision, scale in ((1, 0), (4, 2), (9, 9), (18, 3), (19, 0), (38, 10), (38, 38)):
        yield f"dec_{precision}_{scale}", pa.decimal128(precision, scale), decimals(precision, scale)


def nested():
    pair = pa.struct([("x", pa.int32()), ("y", pa.string())])
    yield "ints", pa.list_(pa.int32()), [[], [1, None, -3], [None], list(range(30))]
    yield "texts", pa.list_(pa.string()), [["a", "", None, "é\"\\"], [], ["b"]]
    yield "lists", pa.list_(pa.list_(pa.int64())), [[[1], [], None, [2**63 - 1, None]], [], [None], [[]]]
    yield "tuple", pair, [{"x": 1, "y": "one"}, {"x": None, "y": None}, {"x": -2, "y": ""}]
    yield "pairs", pa.list_(pair), [[{"x": 1, "y": "a"}, None, {"x": None, "y": "b"}], [], [{"x": 2, "y": None}]]
    yield "map", pa.map_(pa.string(), pa.int64()), [[("k", 1), ("l", None)], [], [("é \"", -5)]]
    yield "numbered", pa.map_(pa.int32(), pa.list_(pa.string())), [[(1, ["a", None]), (2, None)], [], [(-7, [])]]
    yield "deep", pa.struct([("p", pa.struct([("q", pa.list_(pa.struct([("m", pa.map_(pa.string(), pa.date32()))])))]))]), [
        {"p": {"q": [{"m": [("day", datetime.date(2024, 2, 29)), ("none", None)]}, {"m": None}, None]}}, {"p": None}, {"p": {"q": []}}, {"p": {"q": None}},
    ]
    yield "moments", pa.list_(pa.timestamp("us")), [[0, 1_500_000, None], [], [-1]]


def within_rows():
    """What a row as a variant has, and the column alone in another form."""
    yield "prices", pa.struct([("price", pa.decimal128(9, 2)), ("raw", pa.binary()), ("on", pa.bool_())]), [{"price": decimal.Decimal("1.10"), "raw": b"\x01\xab", "on": True}, {"price": None, "raw": b"", "on": None}]


def parquet_only():
    yield "f16", pa.float16(), floats(65504.0, 0.5)
    yield "big_text", pa.large_string(), TEXTS
    yield "big_bin", pa.large_binary(), [b"", b"\x00\x01", b"xyz"]
    yield "big_list", pa.large_list(pa.string()), [["a"], [], [None, "b"]]
    yield "three", pa.list_(pa.int16(), 3), [[1, None, -3], [0, 0, 0]]
    yield "time_ms", pa.time32("ms"), times("ms")
    yield "time_us", pa.time64("us"), times("us")
    yield "uuid", pa.uuid(), [uuid.UUID(int=0).bytes, uuid.UUID(int=2**128 - 1).bytes, uuid.UUID("12345678-90ab-cdef-1234-567890abcdef").bytes]
    yield "category", pa.dictionary(pa.int32(), pa.string()), ["x", "y", ""]
    yield "dec32", pa.decimal32(7, 2), decimals(7, 2)
    yield "dec64", pa.decimal64(16, 4), decimals(16, 4)
    yield "dec256", pa.decimal256(30, 5), decimals(30, 5)


def arrow_only():
    yield "view", pa.string_view(), TEXTS
    yield "bin_view", pa.binary_view(), [b"", b"\x00\x01", b"longer than twelve bytes"]
    yield "d64", pa.date64(), DATES
    yield "zoned_ns", pa.timestamp("ns", tz="UTC"), moments("ns")
    yield "time_s", pa.time32("s"), times("s")
    yield "time_ns", pa.time64("ns"), times("ns")
    for unit in ("s", "ms", "us", "ns"):
        yield f"span_{unit}", pa.duration(unit), [0, 1, -1000, 10**9]
    yield "nothing", pa.null(), [None]
    yield "codes", pa.dictionary(pa.int8(), pa.int64()), [2**40, -1, 0]
    yield "big_codes", pa.dictionary(pa.uint16(), pa.large_string()), TEXTS


def table(*families):
    columns = {}
    for family in families:
        for start, (name, type, values) in enumerate(family()):
            columns[name] = pa.array(repeated(values, start=start), type)
    columns["whole"] = pa.array(range(ROWS), pa.int64())
    return pa.table(columns)
