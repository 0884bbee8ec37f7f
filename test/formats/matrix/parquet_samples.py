"""Parquet of pyarrow: each two options of its writer together, with columns of all types."""
import pyarrow as pa
import pyarrow.parquet as pq
from pairs import pairwise
from typed_texts import Known, documents_of, rows_of, selected
from typed_values import nested, parquet_only, scalars, table, within_rows

WRITER = {
    "compression": ("NONE", "SNAPPY", "GZIP", "BROTLI", "ZSTD", "LZ4"), "data_page_version": ("1.0", "2.0"), "encoding": ("dictionary", "plain", "delta", "split"), "row_group_size": (1000, 7), "write_statistics": (True, False),
    "write_page_index": (False, True), "write_page_checksum": (False, True), "data_page_size": (2**20, 64), "store_schema": (True, False), "dictionary_pagesize_limit": (2**20, 32), "use_compliant_nested_type": (True, False),
}
# What decides types of columns: files of one location have the same.
SCHEMAS = {"newest": {"version": "2.6"}, "older": {"version": "2.4", "coerce_timestamps": "us", "allow_truncated_timestamps": True}, "oldest": {"version": "1.0", "coerce_timestamps": "ms", "allow_truncated_timestamps": True}, "int96": {"version": "2.6", "use_deprecated_int96_timestamps": True}}


def encoding_of(type, family, schema):
    """What a family of encodings is for a column of this type."""
    if schema == "int96" and pa.types.is_timestamp(type):
        return "PLAIN"
    if pa.types.is_boolean(type):
        return "RLE" if family == "delta" else "PLAIN"
    if family == "split":
        return "BYTE_STREAM_SPLIT" if pa.types.is_float32(type) or pa.types.is_float64(type) else "PLAIN"
    if family == "delta":
        if pa.types.is_integer(type) or pa.types.is_temporal(type):
            return "DELTA_BINARY_PACKED"
        if pa.types.is_binary(type) or pa.types.is_large_binary(type):
            return "DELTA_LENGTH_BYTE_ARRAY"
        if pa.types.is_string(type) or pa.types.is_large_string(type):
            return "DELTA_BYTE_ARRAY"
    return "PLAIN"


def options_of(row, schema, data):
    options = {name: value for name, value in row.items() if name != "encoding"}
    if row["encoding"] != "dictionary":
        options |= {"use_dictionary": False, "column_encoding": {field.name: encoding_of(field.type, row["encoding"], schema) for field in data.schema if not pa.types.is_nested(field.type)}}
    return options | SCHEMAS[schema]


def write(questions):
    data = table(scalars, nested, parquet_only, within_rows)
    alone = [field for field in data.schema if field.name != "prices"]
    known = Known(lambda read: (rows_of(read.select([field.name for field in alone])), documents_of(read)))
    combinations = pairwise(WRITER)
    for schema in SCHEMAS:
        folder, rows, documents = f"parquet/{schema}", {}, {}
        # The options have nothing to do with the schema: all of them once, and a few more with the others.
        for turn, row in enumerate(combinations if schema == "newest" else combinations[::5]):
            name = f"{turn:02}-{row['compression'].lower()}-{row['encoding']}.parquet"
            path = questions.path(folder, name)
            pq.write_table(data, path, **options_of(row, schema, data))
            rows[name], documents[name] = known.of(pq.read_table(path))
        questions.ask(folder, "TYPE = PARQUET", [selected(field) for field in alone], rows, ways=["numbered", "plain"] if schema == "newest" else ["numbered"])
        questions.ask(folder, "TYPE = PARQUET", [("CAST($1 AS CHAR)", "json")], documents, ways=["numbered"])
    many_files(questions)
    refused = questions.path("refused", "split.parquet")
    pq.write_table(pa.table({"a": pa.array([1, 2], pa.int32())}), refused, use_dictionary=False, column_encoding={"a": "BYTE_STREAM_SPLIT"})
    questions.refuse("refused", "split.parquet", "TYPE = PARQUET", "Code: 1046, Text = BYTE_STREAM_SPLIT encoding", "a")


def many_files(questions):
    """So many small ones that they are read as one, where nothing else is asked of them."""
    files = {}
    for number in range(120):
        part = pa.table({"a": pa.array(range(number % 5), pa.int64()), "s": pa.array([f"text {number} é"] * (number % 5), pa.string())})
        name = f"{number:03}.parquet"
        pq.write_table(part, questions.path("many/PARQUET", name), compression=WRITER["compression"][number % 6])
        files[name] = rows_of(part)
    questions.ask("many/PARQUET", "TYPE = PARQUET", [("CAST(a AS CHAR)", "text"), ("s", "text")], files)
