"""Arrow files and streams of pyarrow: each two options of its writer together, with columns of all types."""
import pyarrow as pa
import pyarrow.ipc as ipc
from pairs import pairwise
from typed_texts import rows_of, selected
from typed_values import arrow_only, nested, parquet_only, scalars, table

WRITER = {
    "compression": (None, "lz4", "zstd"), "metadata_version": (ipc.MetadataVersion.V5, ipc.MetadataVersion.V4), "use_legacy_format": (False, True), "batch": (None, 7), "skipped": (0, 3), "unify_dictionaries": (False, True),
}


def conflict(name, value, other_name, other):
    return (name, other_name) == ("compression", "metadata_version") and value is not None and other == ipc.MetadataVersion.V4


def write(questions):
    # A UUID is sixteen bytes here.
    data = table(scalars, nested, parquet_only, arrow_only).drop_columns(["uuid"])
    texts = rows_of(data)
    for type, begin, extension in (("ARROW", ipc.new_file, "arrow"), ("ARROW_STREAM", ipc.new_stream, "arrows")):
        files = {}
        for turn, row in enumerate(pairwise(WRITER, conflict)):
            name = f"{turn:02}-{row['compression']}-{row['batch']}.{extension}"
            path = questions.path(type.lower(), name)
            options = {option: value for option, value in row.items() if option not in ("batch", "skipped")}
            with begin(path, data.schema, options=ipc.IpcWriteOptions(**options)) as writer:
                writer.write_table(data.slice(row["skipped"]), max_chunksize=row["batch"])
            with pa.OSFile(path) as source:
                read = (ipc.open_file if type == "ARROW" else ipc.open_stream)(source).read_all()
            assert rows_of(read.slice(0, 1)) == [texts[row["skipped"]]]
            files[name] = texts[row["skipped"] :]
        questions.ask(type.lower(), f"TYPE = {type}", [selected(field) for field in data.schema], files, ways=["numbered"])
