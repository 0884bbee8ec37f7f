"""Writes samples of every format, compression and option into the directory given, and what other tools read from them: `questions.json`."""
import sys
import delimited_samples
import packed_samples
from questions import Questions

questions = Questions(sys.argv[1])
delimited_samples.write(questions)
packed_samples.write(questions)
questions.close()
