"""The rules by which we read CSV and TEXT, written down a second time and as simply as they can be: on all bytes of a file at once."""
BLANKS = b" \t\n\r\x0c"
TEXT_ESCAPES = {b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"a": b"\a", b"v": b"\v", b"e": b"\x1b", b"0": b"\0"} | {byte: byte for byte in (b"'", b'"', b"\\", b"/", b"`")}


def csv_records(data, delimiter, end, quote, escape):
    """Records as lists of (bytes, whether a quote opened the field). Blank lines are none."""
    ends = (b"\r", b"\n") if end in (b"\n", b"\r\n") else (end,)
    records, record, at = [], [], 0
    while at < len(data):
        if not record and data[at : at + 1] in ends:
            at += 1
            continue
        text, quoted = bytearray(), data.startswith(quote, at)
        if quoted:
            at += 1
            while not data.startswith(quote, at) or data.startswith(quote, at + 1):
                if at >= len(data):
                    raise ValueError("a quote is not closed")
                at += data.startswith(quote, at) or (escape != b"" and data.startswith(escape, at))
                text += data[at : at + 1]
                at += 1
            at += 1
        while at < len(data) and not data.startswith(delimiter, at) and data[at : at + 1] not in ends:
            text += data[at : at + 1]
            at += 1
        record.append((bytes(text), quoted))
        if data.startswith(delimiter, at):
            at += len(delimiter)
            if at < len(data):
                continue
            record.append((b"", False))
        else:
            at += 1
        records.append(record)
        record = []
    return records


def read_csv(data, width, *, delimiter=b",", end=b"\n", quote=b'"', escape=b"", skip=0, trim=False, quoted_nulls=False, empty="NULL", quoted_empty="STRING", null=b"\\N"):
    """Rows of `width` texts or None as SELECT has them, and the rows' numbers."""
    def value(text, quoted):
        if trim:
            text = text.strip(BLANKS)
        if text == b"":
            return "" if (quoted_empty if quoted else empty) == "STRING" else None
        return None if text == null and (quoted_nulls or not quoted) else text.decode()

    records = csv_records(data, delimiter, end, quote, escape)[skip:]
    return rows_of([[value(*field) for field in record] for record in records], width), [skip + index for index in range(len(records))]


def text_lines(data, delimiter, end):
    """Lines as lists of decoded fields; of a blank one None."""
    lines, fields, text, at, begun = [], [], bytearray(), 0, False

    def end_line():
        nonlocal fields, text, begun
        lines.append(fields + [bytes(text)] if begun else None)
        fields, text, begun = [], bytearray(), False

    while at < len(data):
        byte, following = data[at : at + 1], data[at + 1 : at + 2]
        digits = data[at + 2 : at + 4].decode("latin-1")
        step = 1
        if byte == b"\\" and following != b"" and not (end == b"\r\n" and data.startswith(b"\r\n", at + 1)):
            begun = True
            step = 2
            if following == b"x" and len(digits) == 2 and all(digit in "0123456789abcdefABCDEF" for digit in digits):
                text.append(int(digits, 16))
                step = 4
            elif following in TEXT_ESCAPES or following < b" ":
                text += TEXT_ESCAPES.get(following, following)
            else:
                text += byte + following
        elif data.startswith(end, at) or (end == b"\r\n" and byte == b"\n"):
            end_line()
            step = len(end) if data.startswith(end, at) else 1
        elif delimiter != b"" and byte == delimiter:
            begun = True
            fields.append(bytes(text))
            text = bytearray()
        else:
            begun = True
            text += byte
        at += step
    if begun:
        end_line()
    return lines


def read_text(data, width, *, delimiter=b"\t", end=b"\n", skip=0, trim=False, empty="FIELD_DEFAULT", null=b"\\N"):
    """As `read_csv`; blank lines are counted, those of the header are not."""
    def value(text):
        if trim:
            text = text.strip(BLANKS)
        if text == b"":
            return "" if empty == "STRING" else None
        return None if text == null else text.decode()

    lines = list(enumerate(text_lines(data, delimiter, end)[skip:]))
    rows = [(number, [value(field) for field in fields]) for number, fields in lines if fields is not None]
    return rows_of([row for _, row in rows], width), [number for number, _ in rows]


def rows_of(rows, width):
    """What a record lacks is NULL, what it has more is left out."""
    return [(row + [None] * width)[:width] for row in rows]
