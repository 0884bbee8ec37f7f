"""What every client of a language checks: a place, the server's coordinates, and a way to say what failed."""
import faulthandler
import os
import sys
import traceback

HOST = os.environ["STAGEWIRE_HOST"]
PORT = int(os.environ["STAGEWIRE_PORT"])
USER = os.environ["STAGEWIRE_USER"]
PASSWORD = os.environ["STAGEWIRE_PASSWORD"]
"""A file that may be sent with LOCAL INFILE, and its bytes."""
FILE = os.environ["STAGEWIRE_FILE"]

faulthandler.dump_traceback_later(120, exit=True)
_failures = 0
_passed = 0


def equal(what, actual, expected):
    if actual != expected:
        raise AssertionError(f"{what}: got {actual!r}, expected {expected!r}")


def true(what, value):
    if not value:
        raise AssertionError(what)


def check(name, run):
    """Runs one check and goes on with the next one, whatever comes of it."""
    global _failures, _passed
    try:
        run()
        _passed += 1
    except Exception:
        _failures += 1
        print(f"FAILED {name}", file=sys.stderr)
        traceback.print_exc()


def finish():
    print(f"{_passed} passed, {_failures} failed")
    sys.exit(1 if _failures or not _passed else 0)
