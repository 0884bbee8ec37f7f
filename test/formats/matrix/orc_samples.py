"""ORC of pyarrow: each two options of its writer together, with columns of all types that it has."""
import pyarrow.orc as orc
from pairs import pairwise
from typed_texts import Known, documents_of, rows_of, selected
from typed_values import nested, scalars, table, within_rows

WRITER = {
    "compression": ("uncompressed", "zlib", "snappy", "lz4", "zstd"), "file_version": ("0.11", "0.12"), "dictionary_key_size_threshold": (0.0, 0.5, 1.0), "compression_strategy": ("speed", "compression"), "compression_block_size": (2**16, 2**18),
    "stripe_size": (2**26, 2048), "batch_size": (1024, 7), "row_index_stride": (10000, 1000), "bloom_filter_columns": (None, (0, 5, 10)),
}


def write(questions):
    every = table(scalars, nested, within_rows)
    data = every.select([name for name in every.column_names if not name.startswith("u") or not name[1:].isdigit()])
    alone = [name for name in data.column_names if name != "prices"]
    rows, documents, known = {}, {}, Known(lambda read: (rows_of(read.select(alone)), documents_of(read)))
    for turn, row in enumerate(pairwise(WRITER)):
        name = f"{turn:02}-{row['compression']}-{row['file_version']}.orc"
        path = questions.path("orc", name)
        orc.write_table(data, path, **row | {"bloom_filter_columns": row["bloom_filter_columns"] and list(row["bloom_filter_columns"])})
        read = orc.ORCFile(path).read()
        rows[name], documents[name] = known.of(read)
    questions.ask("orc", "TYPE = ORC", [selected(read.schema.field(name)) for name in alone], rows)
    questions.ask("orc", "TYPE = ORC", [("CAST($1 AS CHAR)", "json")], documents, ways=["numbered"])
