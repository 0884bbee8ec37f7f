"""Encodings by the labels that the option ENCODING takes, and the codecs of Python that have the same characters."""
CODECS = {
    "utf-8": "utf-8", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be", "latin1": "cp1252", "gbk": "gbk", "gb18030": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp", "euc-kr": "cp949", "koi8-r": "koi8-r", "koi8-u": "koi8-u", "ibm866": "cp866", "macintosh": "mac-roman", "x-mac-cyrillic": "mac-cyrillic", "windows-874": "cp874",
    **{f"windows-{page}": f"cp{page}" for page in range(1250, 1259)}, **{f"iso-8859-{part}": f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
}


def can_encode(text, encoding):
    try:
        return text.encode(CODECS[encoding]).decode(CODECS[encoding]) == text
    except UnicodeError:
        return False


# Where the standard has other characters than Python's codec, mostly those of Windows.
DIFFERENT = {
    "big5": set("\u2022\uff64\u203e\u223c\u2641\u2609\uff0f\uff3c\xa5\xa2\xa3\u3000"), "euc-jp": set("\u301c\u2016\u2212\xa2\xa3\xac~"), "iso-2022-jp": set("\u301c\u2016\u2212\xa2\xa3\xac\x0e\x0f"),
    "koi8-u": set("\u255d\u256c"), "gb18030": set("\u1e3f\u3000"),
}
IN_TWO_BYTES = ("gbk", "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr")


def repertoire(label):
    """All characters of an encoding, of those of many bytes the more common ones, in the order of their bytes."""
    if label.startswith("utf") or label == "iso-2022-jp":
        candidates = [chr(code) for code in (*range(0x250), *range(0x400, 0x500), *range(0x2000, 0x2100), *range(0x3000, 0x3100), *range(0x4E00, 0x5600), 0xFEFF, 0xFFFD, 0xFFFF, 0x10000, 0x1F600, 0x10FFFF)]
    else:
        pairs = [bytes([first, second]) for first in range(0x81, 0xFF) for second in range(0x40, 0xFF)] if label in IN_TWO_BYTES else []
        candidates = [data.decode(CODECS[label], errors="ignore") for data in [bytes([byte]) for byte in range(256)] + pairs]
    is_private = lambda text: any("\ue000" <= char <= "\uf8ff" for char in text)
    return [text for text in candidates if text != "" and can_encode(text, label) and not is_private(text) and not DIFFERENT.get(label, set()) & set(text)]
