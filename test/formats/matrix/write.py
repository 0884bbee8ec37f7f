"""Writes samples of every format, compression and option into the directory given, and what other tools read from them: `questions.json`.
Names behind it restrict the families that are written."""
import importlib
import sys
from questions import Questions

questions = Questions(sys.argv[1])
for family in sys.argv[2:] or ("delimited", "packed", "ndjson", "avro", "parquet", "orc", "arrow"):
    importlib.import_module(f"{family}_samples").write(questions)
questions.close()
