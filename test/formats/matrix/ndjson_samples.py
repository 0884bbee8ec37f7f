"""Lines of JSON of Python and pandas: each two options and ways of writing together."""
import io
import json
import pandas as pd
from compressions import EXTENSIONS, IN_PYTHON
from pairs import pairwise
from questions import literal

TEXTS = ["", "a", "é中😀", "quote \" and \\ and /", "line\nend\r\ttab", "\u0001\u2028", "NULL", "NA", "null", "1", "{}", "back\\\\slash", "x" * 300]
FACTORS = {
    "compression": (*EXTENSIONS, "AUTO"), "writer": ("compact", "spaced", "ascii", "sorted", "pandas", "pandas-ascii"), "ends": ("\n", "\r\n", "\n\n", " \r\n"), "lead": ("", " ", "\t"), "mark": (False, True), "last_end": (True, False),
    "null_field_as": ("NULL", "FIELD_DEFAULT"), "missing_field_as": ("ERROR", "NULL", "FIELD_DEFAULT"), "null_if": ((), ("NA",), ("NA", "", "null")),
}
DOCUMENT = [("CAST($1 AS CHAR)", "json")]
PARTS = [
    ("CAST($1:id AS CHAR)", "text"), ("CAST($1:text AS CHAR)", "text"), ("CAST($1:number AS CHAR)", "number"), ("CAST($1:flag AS CHAR)", "text"), ("CAST($1:list[1] AS CHAR)", "text"), ("CAST($1:object.a.b AS CHAR)", "text"),
    ("CAST($1:\"odd key\" AS CHAR)", "text"), ("CAST($1:missing AS CHAR)", "text"),
]
# Lines that no writer above makes: values that are no objects, numbers of many digits, keys twice, of which the last counts, and blanks where they may be.
RAW = [
    '[1,2,{"a":[]}]', "5", '"text"', "true", "null", "-0", "1E5", "0.10", "123456789012345678901234567890", "0.1234567890123456789012345678901", "[[[[[[]]]]]]", "{}", '{"twice":1,"twice":2}', '{ "id" : 3 , "text" : "\\u00e9\\ud83d\\ude00\\/" }',
    '{"object":{"a":{"b":"deep"}},"list":[null,"second"]}', '{"odd key":"found","":0}', '{"number":18446744073709551615,"id":-9223372036854775808}', '{"number":1e-7}',
]


def rows():
    return [{"id": index, "text": text, "number": None if index % 5 == 4 else index * 1.25, "flag": index % 2 == 0, "list": [index, None if index % 3 else "two"], "object": {"a": {"b": text}}, "odd key": text[:1]} for index, text in enumerate(TEXTS)]


def lines_of(writer):
    if writer.startswith("pandas"):
        text = io.StringIO()
        pd.DataFrame(rows()).to_json(text, orient="records", lines=True, force_ascii=writer.endswith("ascii"))
        return text.getvalue().splitlines()[:] if writer.endswith("ascii") else text.getvalue().removesuffix("\n").split("\n")
    styles = {"compact": {"separators": (",", ":"), "ensure_ascii": False}, "spaced": {"ensure_ascii": False}, "ascii": {"ensure_ascii": True}, "sorted": {"sort_keys": True}}
    return [json.dumps(row, **styles[writer]) for row in rows()] + RAW


class Token(str):
    """A number as it stands in the text."""


def parsed(line):
    return json.loads(line, parse_int=Token, parse_float=Token)


def json_of(value):
    if isinstance(value, Token):
        return value
    if isinstance(value, list):
        return f"[{','.join(json_of(item) for item in value)}]"
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(key)}:{json_of(item)}" for key, item in sorted(value.items())) + "}"
    return json.dumps(value)


def text_of(value):
    """A part as text: texts without their quotes, NULL for what is null or not there."""
    return None if value is None else value if isinstance(value, str) else json_of(value)


def part(value, *path):
    for step in path:
        is_there = step in value if isinstance(value, dict) else isinstance(value, list) and isinstance(step, int) and step < len(value)
        if not is_there:
            return None
        value = value[step]
    return value


def row_of(line):
    value = parsed(line)
    paths = (("id",), ("text",), ("number",), ("flag",), ("list", 1), ("object", "a", "b"), ("odd key",), ("missing",))
    return [text_of(value), *(text_of(part(value, *path)) for path in paths)]


def documents(rows):
    return [row[:1] for row in rows]


def parts(rows):
    return [row[1:] for row in rows]


def write(questions):
    for turn, row in enumerate(pairwise(FACTORS)):
        lines = lines_of(row["writer"])
        text = row["ends"].join(row["lead"] + line for line in lines) + (row["ends"] if row["last_end"] else "")
        data = ("\ufeff" * row["mark"] + text).encode()
        expected, numbers = [row_of(line) for line in lines], [index * row["ends"].count("\n") for index in range(len(lines))]
        packed = [(f".{extension}", option) for option, extensions in EXTENSIONS.items() for extension in extensions] if row["compression"] == "AUTO" else [("", row["compression"])]
        files = {}
        for extension, option in packed:
            ways = list(IN_PYTHON[option][1].values())
            files[f"lines.json{extension}"] = expected
            questions.write(f"ndjson/{turn}", f"lines.json{extension}", ways[turn % len(ways)](data))
        null_if = ", ".join(literal(text) for text in row["null_if"])
        format = f"TYPE = NDJSON COMPRESSION = {row['compression']} NULL_FIELD_AS = {row['null_field_as']} MISSING_FIELD_AS = {row['missing_field_as']} NULL_IF = ({null_if})"
        questions.ask(f"ndjson/{turn}", format, DOCUMENT, {name: documents(rows) for name, rows in files.items()}, {name: numbers for name in files}, ways=["numbered"])
        if row["compression"] in ("NONE", "AUTO"):
            questions.ask(f"ndjson/{turn}", format, PARTS, {name: parts(rows) for name, rows in files.items()}, ways=["plain"])
    many = {f"{number:03}.json": [row_of(line) for line in RAW[number % 3 : number % 7]] for number in range(120)}
    for number, name in enumerate(many):
        questions.write("many/NDJSON", name, "".join(line + "\n" for line in RAW[number % 3 : number % 7]).encode())
    questions.ask("many/NDJSON", "TYPE = NDJSON", DOCUMENT + PARTS, many, ways=["plain"])
