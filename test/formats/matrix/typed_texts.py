"""How values of Arrow types are shown: as texts of a query's cells, and within nested values as JSON."""
import datetime
import json
import pyarrow as pa

PER_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
EPOCH = datetime.datetime(1970, 1, 1)


def in_micros(value, unit):
    """What is finer than microseconds is cut off, as casts of Arrow do."""
    return abs(value) * 10**6 // PER_SECOND[unit] * (1 if value >= 0 else -1)


def trimmed(text):
    return text.rstrip("0").rstrip(".") if "." in text else text


def time_of(micros):
    return (EPOCH + datetime.timedelta(microseconds=micros)).isoformat(" ", "microseconds")


def unwrapped(scalar):
    """Behind dictionaries and extension types."""
    while isinstance(scalar, (pa.DictionaryScalar, pa.ExtensionScalar)):
        scalar = scalar.value
    return scalar


def is_nested(type):
    return pa.types.is_nested(type)


def text_of(scalar):
    """A cell as text, None for NULL."""
    if scalar.is_valid and isinstance(scalar.type, pa.UuidType):
        return str(scalar.as_py())
    scalar = unwrapped(scalar) if scalar.is_valid else scalar
    if scalar is None or not scalar.is_valid:
        return None
    type = scalar.type
    if is_nested(type):
        return json_of(scalar)
    if pa.types.is_boolean(type):
        return "true" if scalar.as_py() else "false"
    if pa.types.is_timestamp(type):
        return time_of(in_micros(scalar.value, type.unit))
    if pa.types.is_time(type):
        return trimmed(time_of(in_micros(scalar.value, type.unit))[11:])
    if pa.types.is_duration(type):
        return str(in_micros(scalar.value, type.unit))
    if pa.types.is_decimal(type):
        return f"{scalar.as_py():f}"
    value = scalar.as_py()
    return value.hex().upper() if isinstance(value, bytes) else value if isinstance(value, str) else str(value)


def json_of(scalar):
    """A value as JSON, keys in their order."""
    if scalar.is_valid and isinstance(scalar.type, pa.UuidType):
        return json.dumps(text_of(scalar))
    scalar = unwrapped(scalar) if scalar.is_valid else scalar
    if scalar is None or not scalar.is_valid:
        return "null"
    type = scalar.type
    if pa.types.is_map(type):
        pairs = [(text_of(pair["key"]), json_of(pair["value"])) for pair in scalar.values]
        return object_of(pairs)
    if pa.types.is_struct(type):
        return object_of([(field.name, json_of(scalar[field.name])) for field in type])
    if is_nested(type):
        return "[" + ",".join(json_of(value) for value in scalar.values) + "]"
    text = text_of(scalar)
    if pa.types.is_floating(type):
        return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}.get(text, text)
    if pa.types.is_decimal(type) and type.precision == type.scale == 38:
        return json.dumps(text)
    is_bare = pa.types.is_boolean(type) or pa.types.is_integer(type) or pa.types.is_decimal(type) or pa.types.is_duration(type)
    return text if is_bare else json.dumps(text)


def object_of(pairs):
    return "{" + ",".join(f"{json.dumps(key)}:{value}" for key, value in sorted(pairs)) + "}"


def value_type(type):
    while isinstance(type, (pa.DictionaryType, pa.BaseExtensionType)):
        type = type.value_type if isinstance(type, pa.DictionaryType) else type.storage_type
    return type


def selected(field):
    """The expression that gives a column's text, and how it is compared."""
    name, type = f"`{field.name}`", value_type(field.type)
    if is_nested(type):
        return f"CAST(to_variant({name}) AS CHAR)", "json"
    if pa.types.is_float16(type) or pa.types.is_float32(type):
        return f"CAST({name} AS CHAR)", "single"
    if pa.types.is_floating(type):
        return f"CAST({name} AS CHAR)", "number"
    if isinstance(field.type, pa.UuidType):
        return f"CAST({name} AS CHAR)", "text"
    is_binary = pa.types.is_binary(type) or pa.types.is_large_binary(type) or pa.types.is_fixed_size_binary(type) or pa.types.is_binary_view(type)
    return f"hex({name})" if is_binary else f"CAST({name} AS CHAR)", "text"


def rows_of(table):
    columns = [[text_of(scalar) for scalar in column] for column in table.columns]
    return [list(row) for row in zip(*columns)]


def documents_of(table):
    """Whole rows as JSON, one column."""
    names = table.column_names
    columns = [[json_of(scalar) for scalar in column] for column in table.columns]
    return [[object_of(list(zip(names, row)))] for row in zip(*columns)]


class Known:
    """What is made of tables, once for those that are the same."""

    def __init__(self, make):
        self.make, self.tables = make, []

    def of(self, table):
        for known, made in self.tables:
            if same(known, table):
                return made
        self.tables.append((table, self.make(table)))
        return self.tables[-1][1]


def same(one, other):
    """Whether tables have the same types and values, to the bit: no NaN is equal to another otherwise."""
    return one.schema.equals(other.schema) and all(bits(a).equals(bits(b)) for a, b in zip(one.columns, other.columns))


def bits(column):
    if not pa.types.is_floating(column.type):
        return column
    whole = {16: pa.uint16(), 32: pa.uint32(), 64: pa.uint64()}[column.type.bit_width]
    return pa.chunked_array([chunk.view(whole) for chunk in column.chunks], whole)
