"""CSV in every encoding with all of its characters, compressed in every way that there is, and as many small files."""
import csv
import io
import random
from compressions import EXTENSIONS, IN_PYTHON, REFUSED, every_way
from encodings_of_python import CODECS, repertoire

PLAIN = ("NONE", "csv", lambda data: data)
COLUMN = [("$1", "text")]


def encodings(questions):
    """Each in two compressions. A line has forty characters behind a letter, which keeps them from meaning anything; the engine looks for other texts than these lines."""
    ways = [(option, extension, way) for option, (extensions, each) in IN_PYTHON.items() for extension, way in zip(extensions, each.values())]
    for turn, label in enumerate(CODECS):
        characters = [text for text in repertoire(label) if not set(text) & set("\r\n,")]
        lines = ["x" + "".join(characters[start : start + 40]) for start in range(0, len(characters), 40)]
        data = "".join(line + "\n" for line in lines).encode(CODECS[label])
        files = {}
        for _, extension, compress in (PLAIN, ways[1 + turn % (len(ways) - 1)]):
            questions.write(f"encodings/{label}", f"all.{extension}", compress(data))
            files[f"all.{extension}"] = [[line] for line in lines]
        questions.ask(f"encodings/{label}", f"TYPE = CSV COMPRESSION = AUTO ENCODING = '{label}'", COLUMN, files, ways=["numbered"])


def compressions(questions):
    """A text that is neither tiny nor the same all over, in every way to write each compression."""
    pick = random.Random(5)
    rows = [[str(index), pick.choice(["", "é", "some words, and \"quotes\"", "line\nend"]) + str(pick.randrange(10**9)), "constant" * (index % 3)] for index in range(4000)]
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(rows)
    ways, questions.skipped = every_way()
    files = {}
    for option, each in ways.items():
        for index, (way, compress) in enumerate(each.items()):
            name = f"{way}.csv.{EXTENSIONS[option][index % len(EXTENSIONS[option])]}"
            questions.write("compressions", name, compress(text.getvalue().encode()))
            files[name] = rows
    questions.ask("compressions", "TYPE = CSV COMPRESSION = AUTO", [("$1", "text"), ("$2", "text"), ("$3", "text")], files, ways=["numbered"])
    for name, compress in REFUSED.items():
        questions.write("refused", name, compress(b"a,b\n"))
        questions.refuse("refused", name, "TYPE = CSV COMPRESSION = AUTO", f"Code: 1002, Text = file 'refused/{name}' can't be decompressed: it has a check or a filter that can't be read")


def many_files(questions):
    """So many small ones that they are read as one, where nothing else is asked of them."""
    for type, end, write in (("CSV", "\r\n", lambda field: '"' + field.replace('"', '""') + '"'), ("TEXT", "\n", lambda field: field)):
        rows = {f"{number:03}.csv": [[f"{type} {number}", f"'{line}"] for line in range(number % 4)] for number in range(120)}
        for name, each in rows.items():
            delimiter = "," if type == "CSV" else "\t"
            questions.write(f"many/{type}", name, "".join(delimiter.join(write(field) for field in row) + end for row in [["h", "i"], *each]).encode())
        questions.ask(f"many/{type}", f"TYPE = {type} SKIP_HEADER = 1", [("$1", "text"), ("$2", "text")], rows, {name: [line + (type == "CSV") for line in range(len(each))] for name, each in rows.items()})


def write(questions):
    encodings(questions)
    compressions(questions)
    many_files(questions)
