"""CSV and TEXT: files in which every two values of different options meet."""
import csv
import io
from compressions import EXTENSIONS, IN_PYTHON
from delimited_rules import read_csv, read_text
from encodings_of_python import CODECS, can_encode
from pairs import pairwise
from questions import literal, options

MARKED = ("utf-8", "utf-16le", "utf-16be")
WIDTH = 6
COLUMNS = [(f"${position}", "text") for position in range(1, WIDTH + 1)]
FLAG = ("FALSE", "TRUE")
COMMON = {
    "compression": (*EXTENSIONS, "AUTO"), "error_mode": ("strict", "replace"), "skip": (0, 1, 3), "trim": FLAG, "mismatch": FLAG, "empty": ("NULL", "STRING", "FIELD_DEFAULT"),
    "null": ("\\N", "", "NA", "é", "a b"), "mark": (False, True), "last_end": (True, False),
}
CSV = {
    **COMMON, "encoding": ("utf-8", "utf-16le", "utf-16be", "latin1", "gbk", "shift_jis"), "delimiter": (",", "\t", " ", "\x01", "\\", "||", "ab", "\x02\x03\x02", "§", "::é::"), "end": ("\n", "\r\n", "\r", "|", "\x1e"), "quote": ('"', "'", "`"), "escape": ("", "\\"),
    "quoted_nulls": FLAG, "quoted_empty": ("NULL", "STRING", "FIELD_DEFAULT"),
}
TEXT = {
    **COMMON, "encoding": ("utf-8", "utf-16le", "utf-16be", "windows-1251", "euc-kr", "koi8-r"), "delimiter": ("\t", ",", "|", "\x01", " ", '"', ""), "end": ("\n", "\r\n", "\r", ";", "\x1e"),
}
WORDS = ["", "a", " lead", "trail ", "\ttab", "0", "-1.50", "NULL", "NaN", "true", "\\N", "NA", "a b", "na", "é", "Größe", "жук", "ﾊ", "ソ表", "中文", "許功", "한국", "€", "ไทย", "😀", "x;y|z", "a:b", "§", "{\"k\":1}", "back\\slash", "tab\\t", "'", "\"", "`", "abc", "ab"]


def conflict(name, value, other_name, other):
    if {name, other_name} == {"delimiter", "end"}:
        return value in other or other in value if value and other else False
    if name == "delimiter" and other_name in ("quote", "escape"):
        return other != "" and other in value
    if name == "encoding" and other_name in ("delimiter", "null"):
        return not can_encode(other, value)
    return name == "encoding" and other_name == "mark" and other and value not in MARKED


def words_of(row):
    """Texts that the encoding has; also what stands for NULL."""
    return [word for word in [row["null"], row["null"] + "x", " " + row["null"], *WORDS] if can_encode(word, row["encoding"])]


def plain(row):
    """Records of fields without anything that would have to be quoted or escaped, all of one width."""
    special = {row["delimiter"][:1], *row["end"], "\r", "\n", "\\", row.get("quote", "\t")}
    words = [word for word in words_of(row) if not special & set(word)]
    return "".join(row["delimiter"].join(words[(3 * line + column) % len(words)] for column in range(WIDTH)) + row["end"] for line in range(len(words)))


def quoted(row):
    """What Python's writer makes of any texts, everything in quotes; nothing where it knows no such delimiter."""
    if len(row["delimiter"]) > 1 or row["delimiter"] == " ":
        return ""
    dialect = {"delimiter": row["delimiter"], "quotechar": row["quote"], "doublequote": row["escape"] == "", "escapechar": row["escape"] or None}
    words = [*words_of(row), "line\nend", "\r\n", "a" + row["delimiter"] + "b", row["quote"], row["quote"] * 2 + "x", row["end"]]
    table = [[words[(5 * line + column) % len(words)] for column in range(WIDTH)] for line in range(len(words))]
    text = io.StringIO(newline="")
    csv.writer(text, **dialect, lineterminator=row["end"], quoting=csv.QUOTE_ALL).writerows(table)
    if row["end"] in ("\n", "\r\n", "\r"):
        # Python's own reader has the last word on what is in quotes.
        assert list(csv.reader(io.StringIO(text.getvalue(), newline=""), **dialect)) == table
    return text.getvalue()


def odd_csv(row):
    """Records that only our rules say something about: blank lines, quotes amid fields and text behind them, records too short and too long."""
    delimiter, end, quote, escape = row["delimiter"], row["end"], row["quote"], row["escape"]
    q = lambda text: quote + text + quote
    null = row["null"]
    records = [
        [q(""), "", q(null), null, q(" "), " "], ["a" + quote + "b", " " + q("a"), q("a") + "b", q("a") + " " + quote, q(quote * 2), q("a" + delimiter + "b")], ["short"], ["", ""], [q("")],
        ["1", "2", "3", "4", "5", "6", "7", "8"], [q("a" + end + "b"), q("\n"), q("\r\n\t"), q("x" + quote * 2 + delimiter + quote * 2), "", "last"], [q(" a ") + " ", "\x0c f \x0c", "\t", q("\t"), "\x0b", q(null + " ")],
        ["a", "b", "c", "d", "e", "f", ""], [q(delimiter * 2), delimiter[:-1], "x" + delimiter[:-1], q(delimiter[:1]), "-", q("") + q("b")], [""], [q(null) + "x", null + " ", "", "", "", ""],
    ]
    if escape:
        records += [[q("a" + escape + quote + "b"), q(escape + "n"), q(escape * 2), q(escape + delimiter), q(escape + end), escape + "x"], [q("a" + escape + quote), "a" + escape + quote, "", "", "", ""]]
    lines = [delimiter.join(record) for record in records]
    others = {"\n": ["\r", "\r\n"], "\r\n": ["\n", "\r"]}.get(end, [end * 2])
    # Every third line ends otherwise, and blank ones are among them.
    return "".join(line + (others[index % len(others)] if index % 3 == 2 else end) + (end if index % 4 == 3 else "") for index, line in enumerate(lines))


def odd_text(row):
    delimiter, end, null = row["delimiter"], row["end"], row["null"]
    records = [
        ["", null, "\\N", "\\\\N", " ", " \\t"], ["\\b\\f\\n\\r\\t\\a\\v\\e\\0", "\\x41\\x4a", "\\xc3\\xa9", "\\x4", "\\xzz", "\\q\\,\\-"], ["short"], ["", ""], ["\\'\\\"\\\\\\/\\`", "\"", "\"a\"", "'b'", "x\\", "y"],
        ["1", "2", "3", "4", "5", "6", "7"], ["a\\" + end + "b", "\\\t", "\\\n", "c\r", "\r", "z"], [" a ", "\\ b", "\\x20c\\x20", "\t", "\x0c", "\x0b"], ["\\" + (delimiter or "d"), "e", "", "", "", ""], ["", "", "", "", "", ""], ["\\x", "x"],
    ]
    lines = [delimiter.join(record) for record in records]
    return "".join(line + end + (end if index % 4 == 3 else "") for index, line in enumerate(lines))


def sql_of(row, type):
    names = {
        "delimiter": "FIELD_DELIMITER", "end": "RECORD_DELIMITER", "quote": "QUOTE", "escape": "ESCAPE", "skip": "SKIP_HEADER", "trim": "TRIM_SPACE", "mismatch": "ERROR_ON_COLUMN_COUNT_MISMATCH", "empty": "EMPTY_FIELD_AS",
        "quoted_nulls": "ALLOW_QUOTED_NULLS", "quoted_empty": "QUOTED_EMPTY_FIELD_AS", "null": "NULL_DISPLAY", "encoding": "ENCODING", "error_mode": "ENCODING_ERROR_MODE", "compression": "COMPRESSION",
    }
    texts = ("delimiter", "end", "quote", "escape", "null", "encoding", "error_mode")
    return f"TYPE = {type} " + options({names[name]: literal(value) if name in texts else value for name, value in row.items() if name in names})


def rules_of(row):
    """The options as the rules take them."""
    flag = lambda name: row[name] == "TRUE"
    same = {name: row[name].encode() for name in ("delimiter", "end", "quote", "escape", "null") if name in row}
    quoting = {"quoted_nulls": flag("quoted_nulls"), "quoted_empty": row["quoted_empty"]} if "quoted_nulls" in row else {}
    return {**same, **quoting, "skip": row["skip"], "trim": flag("trim"), "empty": row["empty"]}


def packed(row, turn):
    """How the question's files are compressed: pairs of an extension and a function. AUTO: all of them; otherwise names say nothing."""
    if row["compression"] != "AUTO":
        return [("", way_of(row["compression"], turn))]
    return [("." + extension, way_of(option, turn)) for option, extensions in EXTENSIONS.items() for extension in extensions]


def way_of(compression, turn):
    ways = list(IN_PYTHON[compression][1].values())
    return ways[turn % len(ways)]


def texts_of(row, kinds):
    """Texts by name. What the engine may read as it is and what it may not stand in files of their own; what has to be decoded is rewritten in any case."""
    header = row["delimiter"].join(["h", "i"]) + row["end"]
    odd_header = header if "quote" not in row else f"h{row['quote']}{row['delimiter']}{row['quote']}h{row['end']}h{row['quote']}{row['end']}"
    parts = {kind.__name__: kind(row) for kind in kinds}
    if row["encoding"] != "utf-8":
        parts = {"all": "".join(parts.values())}
    return {name: (header if name == "plain" else odd_header) * row["skip"] + (part if row["last_end"] else part.removesuffix(row["end"])) for name, part in parts.items() if part}


def column_samples(questions, type, factors, read, kinds):
    for turn, row in enumerate(pairwise(factors, conflict)):
        width = 1 if row["delimiter"] == "" else WIDTH
        folder = f"{type.lower()}/{turn}"
        files, numbers = {}, {}
        for name, text in texts_of(row, kinds).items():
            rows, counted = read(text.encode(), width, **rules_of(row))
            data = ("\ufeff" * row["mark"] + text).encode(CODECS[row["encoding"]])
            for extension, compress in packed(row, turn):
                file = f"{name}.csv{extension}"
                questions.write(folder, file, compress(data))
                files[file], numbers[file] = rows, counted
        questions.ask(folder, sql_of(row, type), COLUMNS[:width], files, numbers, ["numbered", "plain"] if row["encoding"] == "utf-8" else ["numbered"])


def write(questions):
    column_samples(questions, "CSV", CSV, read_csv, (plain, quoted, odd_csv))
    column_samples(questions, "TEXT", TEXT, read_text, (plain, odd_text))
