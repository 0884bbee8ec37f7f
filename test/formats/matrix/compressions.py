"""What other tools make of the bytes of a text file, by the option COMPRESSION of our formats."""
import bz2
import gzip
import io
import lzma
import shutil
import subprocess
import zipfile
import zlib
import cramjam
import pyarrow as pa

halves = lambda data: (data[: len(data) // 2], data[len(data) // 2 :])
in_two = lambda compress: lambda data: b"".join(compress(half) for half in halves(data))
cram = lambda codec, *level: lambda data: bytes(codec.compress(data, *level))
arrow = lambda codec: lambda data: pa.Codec(codec).compress(data, asbytes=True)


def raw_deflate(level, strategy=zlib.Z_DEFAULT_STRATEGY):
    def compress(data):
        raw = zlib.compressobj(level, wbits=-15, strategy=strategy)
        return raw.compress(data) + raw.flush()
    return compress


def zipped(method):
    def compress(data):
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", method) as writer:
            writer.writestr("folder/inner", data)
        return archive.getvalue()
    return compress


class NotSeekable(io.RawIOBase):
    """A pipe, of which the writer of an archive can't change what it wrote: sizes stand behind the data."""
    def __init__(self, target):
        self.target = target

    def writable(self):
        return True

    def write(self, data):
        return self.target.write(data)


def zipped_into_pipe(data):
    archive = io.BytesIO()
    with zipfile.ZipFile(NotSeekable(archive), "w", zipfile.ZIP_DEFLATED) as writer:
        writer.writestr("inner", data)
    return archive.getvalue()


xz = lambda **options: lambda data: lzma.compress(data, **options)

# By option: the extension that AUTO knows, and ways to write it.
IN_PYTHON = {
    "NONE": (["csv"], {"as-is": lambda data: data}),
    "GZIP": (["gz"], {"python": gzip.compress, "members": in_two(gzip.compress), "stored": lambda data: gzip.compress(data, 0), "cramjam": cram(cramjam.gzip)}),
    "BZ2": (["bz2"], {"python": bz2.compress, "streams": in_two(lambda data: bz2.compress(data, 1)), "cramjam": cram(cramjam.bzip2)}),
    "BROTLI": (["br"], {"arrow": arrow("brotli"), "cramjam": cram(cramjam.brotli), "fast": cram(cramjam.brotli, 0)}),
    "ZSTD": (["zst", "zstd"], {"arrow": arrow("zstd"), "cramjam": cram(cramjam.zstd, 19), "frames": in_two(arrow("zstd"))}),
    "DEFLATE": (["zl"], {"python": zlib.compress, "fast": lambda data: zlib.compress(data, 1), "cramjam": cram(cramjam.zlib)}),
    "RAW_DEFLATE": (["deflate"], {"python": raw_deflate(9), "fixed": raw_deflate(6, zlib.Z_FIXED), "cramjam": cram(cramjam.deflate)}),
    "XZ": (["xz"], {
        "python": xz(), "streams": in_two(xz()), "unchecked": xz(check=lzma.CHECK_NONE), "cramjam": cram(cramjam.xz),
    }),
    "LZMA": (["lzma"], {"python": xz(format=lzma.FORMAT_ALONE), "literal": xz(format=lzma.FORMAT_ALONE, filters=[{"id": lzma.FILTER_LZMA1, "lc": 0, "lp": 2, "pb": 0}])}),
    "ZIP": (["zip"], {"deflated": zipped(zipfile.ZIP_DEFLATED), "stored": zipped(zipfile.ZIP_STORED), "pipe": zipped_into_pipe}),
}
# What can't be read and is refused in so many words.
REFUSED = {"sha256.csv.xz": xz(check=lzma.CHECK_SHA256), "delta.csv.xz": xz(filters=[{"id": lzma.FILTER_DELTA, "dist": 1}, {"id": lzma.FILTER_LZMA2, "preset": 1}])}
TOOLS = {
    "GZIP": {"gzip": ["gzip", "-9c"]},
    "BZ2": {"bzip2": ["bzip2", "-1c"]},
    "XZ": {"xz": ["xz", "-c", "--block-size=4096"], "xz-fast": ["xz", "-0c", "--check=none"]},
    "LZMA": {"xz-alone": ["xz", "-c", "--format=lzma"]},
    "ZSTD": {"zstd": ["zstd", "-qc", "-19"], "zstd-long": ["zstd", "-qc", "--long=20", "--check"], "zstd-fast": ["zstd", "-qc", "--fast=5", "--no-check"]},
    "ZIP": {"zip": ["zip", "-q"]},
}


def filtered(command):
    return lambda data: subprocess.run(command, input=data, capture_output=True, check=True).stdout


def every_way():
    """All ways by option, with those of the tools that are installed, and the names of the others."""
    missing = sorted({command[0] for tools in TOOLS.values() for command in tools.values() if shutil.which(command[0]) is None})
    ways = {option: dict(ways) for option, (_, ways) in IN_PYTHON.items()}
    for option, tools in TOOLS.items():
        ways[option].update({name: filtered(command) for name, command in tools.items() if command[0] not in missing})
    return ways, missing


EXTENSIONS = {option: extensions for option, (extensions, _) in IN_PYTHON.items()}
