"""Collects samples: files below a directory, the questions that a test asks about them, and the answers that other tools give."""
import json
import os


class Questions:
    """Writes files and, at the end, `questions.json`:
    `tables` are distinct lists of rows, each a list of texts or None; a question names the format, the expressions that are selected with how each
    is compared, and for each file of its folder the number of its table, and the row numbers where they are not those of the table."""

    def __init__(self, out):
        self.out = out
        self.tables, self.numbers, self.questions, self.refusals, self.skipped = [], {}, [], [], []

    def _table(self, rows):
        key = json.dumps(rows)
        if key not in self.numbers:
            self.numbers[key] = len(self.tables)
            self.tables.append(rows)
        return self.numbers[key]

    def path(self, folder, name):
        os.makedirs(os.path.join(self.out, folder), exist_ok=True)
        return os.path.join(self.out, folder, name)

    def write(self, folder, name, content):
        with open(self.path(folder, name), "wb") as file:
            file.write(content)

    def ask(self, folder, format, columns, files, row_numbers=None, ways=("numbered", "plain")):
        """`columns`: of pairs of SQL and `text` (equal texts) or `number` (equal when read as doubles). `files`: rows by name, all of those in the folder.
        `row_numbers`: by name, those of the rows where they do not count from 0. `ways`: `numbered` asks for metadata beside the columns,
        `plain` for the columns alone, which is read otherwise."""
        self.questions.append({
            "folder": folder, "format": format, "ways": list(ways), "columns": [{"sql": sql, "kind": kind} for sql, kind in columns],
            "files": {name: {"table": self._table(rows), "numbers": (row_numbers or {}).get(name)} for name, rows in sorted(files.items())},
        })

    def refuse(self, folder, name, format, message, sql="$1"):
        """A file that can't be read, and a part of what is said of it."""
        self.refusals.append({"file": f"{folder}/{name}", "format": format, "sql": sql, "message": message})

    def close(self):
        with open(os.path.join(self.out, "questions.json"), "w", encoding="utf-8") as file:
            json.dump({"tables": self.tables, "questions": self.questions, "refusals": self.refusals, "skipped": self.skipped}, file)


def literal(text):
    """A text as a string of SQL with the escapes that options of formats know."""
    return "'" + "".join(f"\\x{ord(char):02x}" if ord(char) < 32 else "\\" + char if char in "\\'" else char for char in text) + "'"


def options(values):
    """Options as they stand behind TYPE: texts as strings, words and numbers bare."""
    return " ".join(f"{name} = {value}" for name, value in values.items())
