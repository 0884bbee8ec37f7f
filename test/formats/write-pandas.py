"""Writes what pandas and command line tools make of one table into the directory given, and `expected.json`: for each
file its format and its rows as Python's own readers see them."""
import csv, io, json, os, subprocess, sys
import pandas as pd

out = sys.argv[1]
path = lambda name: os.path.join(out, name)
TEXTS = ["plain", "", "comma, and \"quotes\"", "\"", "line\nbreak", " blanks ", "tab\there", "back\\slash", "semi;colon|pipe", "'single'", "\u00e9\u4e2d\U0001f600", "end\n"]
frame = pd.DataFrame({
    "id": range(len(TEXTS)),
    "text": TEXTS,
    "number": [None if index % 5 == 4 else index * 1.25 for index in range(len(TEXTS))],
    "flag": [index % 2 == 0 for index in range(len(TEXTS))],
    "when": pd.date_range("2024-02-28 23:59:59.123456", periods=len(TEXTS), freq="17h"),
})
plain = frame[~frame.text.str.contains("\U0001f600|\u4e2d")].copy()
expected = {}


def rows_of(text, **dialect):
    return list(csv.reader(io.StringIO(text, newline=""), **dialect))


def table(name, options, frame=frame, encoding="utf-8", dialect=None, **kwargs):
    frame.to_csv(path(name), index=False, encoding=encoding, **kwargs)
    with open(path(name), newline="", encoding=encoding) as file:
        expected[name] = {"format": f"TYPE = CSV SKIP_HEADER = 1 {options}", "rows": rows_of(file.read(), **(dialect or {}))[1:]}


# What is not quoted must hold no CR: Python's writer does not quote it, and to us it ends a record.
table("cr.csv", "", frame=frame.assign(text=frame.text + "\r"), quoting=csv.QUOTE_ALL)
for quoting in ("MINIMAL", "ALL", "NONNUMERIC"):
    for end, ends in (("lf", "\n"), ("crlf", "\r\n")):
        table(f"{quoting.lower()}-{end}.csv", "", quoting=getattr(csv, f"QUOTE_{quoting}"), lineterminator=ends)
table("semicolon.csv", "FIELD_DELIMITER = ';'", sep=";", dialect={"delimiter": ";"})
table("tabs.csv", "FIELD_DELIMITER = '\\t'", sep="\t", dialect={"delimiter": "\t"})
table("pipe.csv", "FIELD_DELIMITER = '|'", sep="|", dialect={"delimiter": "|"})
table("single.csv", "QUOTE = '\\''", quotechar="'", dialect={"quotechar": "'"})
table("escaped.csv", "ESCAPE = '\\\\'", doublequote=False, escapechar="\\", quoting=csv.QUOTE_ALL, dialect={"doublequote": False, "escapechar": "\\"})
table("mark.csv", "", encoding="utf-8-sig")
table("utf-16le.csv", "ENCODING = 'utf-16le'", encoding="utf-16-le")
table("latin1.csv", "ENCODING = 'latin1'", encoding="latin-1", frame=plain)
table("nulls.csv", "NULL_DISPLAY = 'NaN'", na_rep="NaN")
for codec, suffix in (("gzip", "gz"), ("bz2", "bz2"), ("xz", "xz"), ("zip", "zip")):
    kwargs = {"index": False, "lineterminator": "\r\n"}
    frame.to_csv(path(f"pandas.csv.{suffix}"), compression=codec, **kwargs)
    expected[f"pandas.csv.{suffix}"] = {"format": "TYPE = CSV SKIP_HEADER = 1 COMPRESSION = AUTO", "rows": rows_of(frame.to_csv(**kwargs))[1:]}

# What command line tools make of a file; one that is not installed makes none.
source = "minimal-lf.csv"
for suffix, command in (("gz", ["gzip", "-9c"]), ("bz2", ["bzip2", "-c"]), ("xz", ["xz", "-c", "--check=crc64"]), ("lzma", ["xz", "-c", "--format=lzma"]), ("zst", ["zstd", "-qc", "-19"]), ("zip", ["zip", "-q", "-"])):
    try:
        data = subprocess.run([*command, source], cwd=out, capture_output=True, check=True).stdout
    except FileNotFoundError:
        continue
    with open(path(f"tool.csv.{suffix}"), "wb") as file:
        file.write(data)
    expected[f"tool.csv.{suffix}"] = {"format": "TYPE = CSV SKIP_HEADER = 1 COMPRESSION = AUTO", "rows": expected[source]["rows"]}
plain_source = path("plain.csv")
plain[~plain.text.str.contains("\u00e9")].to_csv(plain_source, index=False)
with open(plain_source, newline="", encoding="utf-8") as file:
    plain_rows = rows_of(file.read())[1:]
for tool, label in (("GB18030", "gb18030"), ("UTF-16BE", "utf-16be"), ("ISO-8859-2", "iso-8859-2"), ("KOI8-R", "koi8-r")):
    is_unicode = tool in ("GB18030", "UTF-16BE")
    name = source if is_unicode else "plain.csv"
    with open(path(f"iconv.{label}.csv"), "wb") as file:
        file.write(subprocess.run(["iconv", "-f", "UTF-8", "-t", tool, name], cwd=out, capture_output=True, check=True).stdout)
    expected[f"iconv.{label}.csv"] = {"format": f"TYPE = CSV SKIP_HEADER = 1 ENCODING = '{label}'", "rows": expected[source]["rows"] if is_unicode else plain_rows}
os.remove(plain_source)

nested = frame.assign(list=[[index, None, str(index)] for index in range(len(TEXTS))], object=[{"a": {"b": text}} for text in TEXTS])
for name, kwargs in (("lines.ndjson", {}), ("ascii.ndjson", {"force_ascii": True}), ("unicode.ndjson", {"force_ascii": False}), ("epoch.ndjson", {"date_format": "epoch"})):
    nested.to_json(path(name), orient="records", lines=True, **kwargs)
    with open(path(name), encoding="utf-8") as file:
        expected[name] = {"format": "TYPE = NDJSON", "rows": [json.loads(line) for line in file]}
with open(path("expected.json"), "w", encoding="utf-8") as file:
    json.dump(expected, file)
