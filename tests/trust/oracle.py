"""The canary oracle: finds canaries in bytes, in whatever form they left.

A canary is `MARK` and eleven random characters. Whatever can carry text is taken apart (`views`) until nothing
changes, and each view is searched, base64 in all three alignments. A canary that was cut short is found too.
"""

import html
import io
import quopri
import re
import zipfile
import zlib
from base64 import b64decode, b64encode
from contextlib import suppress
from functools import lru_cache
from urllib.parse import unquote_to_bytes

import brotli
import pikepdf

MARK = "zqcan"
TAIL = 11
DEPTH = 4
MOST = 64 * 1024 * 1024  # bytes that one archive may unpack to

PLAIN = re.compile(rb"zqcan[0-9a-z]{0,11}", re.IGNORECASE)
ESCAPED = re.compile(rb"\\(?:u00|x)([0-9a-f]{2})", re.IGNORECASE)
LONG_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}")


@lru_cache(maxsize=20_000)
def canaries_in(data: bytes) -> frozenset[str]:
    """Return every canary in `data` in lower case; a truncated one is shorter."""
    return frozenset(found for view in views(data) for found in _plain(view) | _base64(view))


def views(data: bytes) -> set[bytes]:
    """Yield `data` itself and everything that repeated decoding makes of it."""
    seen, fresh = {data}, {data}
    for _each in range(DEPTH):
        fresh = {deeper for view in fresh for take_apart in DECODERS for deeper in take_apart(view)} - seen
        seen |= fresh
    return seen


def _plain(data):
    return {found.decode().lower() for found in PLAIN.findall(data)}


def _stable(text, shift):
    """Return the characters of the base64 of `text` that do not depend on its neighbours."""
    whole = b64encode(b"\0" * shift + text)
    return whole[-(-shift * 8 // 6) : (shift + len(text)) * 8 // 6]


ALIGNED = {
    re.escape(_stable(text.encode(), shift)): (0, 2, 3)[shift]
    for text in (MARK, MARK.upper(), MARK.title())
    for shift in range(3)
}
IN_BASE64 = re.compile(b"|".join(b"(?:%s)" % pattern for pattern in ALIGNED))


def _base64(data):
    """Return canaries inside base64 at any position, with or without line breaks."""
    joined = re.sub(rb"\s", b"", data).translate(bytes.maketrans(b"-_", b"+/"))
    found = set()
    for match in IN_BASE64.finditer(joined):
        start = max(match.start() - ALIGNED[re.escape(match.group())], 0)
        found |= _plain(_decoded(joined[start : start + 28]))
    return found


def _decoded(run):
    """What base64 `run` says, as far as it goes."""
    whole = re.match(rb"[A-Za-z0-9+/]*", run).group()
    whole = whole[: len(whole) - (len(whole) % 4 == 1)]
    return b64decode(whole + b"=" * (-len(whole) % 4))


def _html(data):
    if b"&" in data:
        yield html.unescape(data.decode("latin-1")).encode("ascii", "replace")


def _url(data):
    if b"%" in data:
        yield unquote_to_bytes(data)


def _quoted_printable(data):
    if b"=" in data:
        yield quopri.decodestring(data)


def _escapes(data):
    if b"\\" in data:
        yield ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), data)


def _utf16(data):
    if b"\0" in data:
        yield data.replace(b"\0", b"")


def _base64_runs(data):
    """Long runs as a whole: what is compressed inside is only found when all of it is decoded."""
    for run in LONG_BASE64.findall(re.sub(rb"\r?\n", b"", data)):
        said = _decoded(run.translate(bytes.maketrans(b"-_", b"+/")))
        if b"\0" in said or said.startswith((b"\x1f\x8b", b"\x78", b"PK", b"%PDF")):
            yield said


def _compressed(data):
    """gzip and zlib say what they are; brotli does not, so anything that is not text is tried."""
    if data.startswith((b"\x1f\x8b", b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")):
        with suppress(zlib.error):
            yield zlib.decompressobj(wbits=47).decompress(data, MOST)
    elif data and not data.isascii() and not data.startswith((b"PK", b"%PDF")):
        with suppress(brotli.error):
            yield brotli.decompress(data)


def _archive(data):
    """ZIP and all that is made like it: documents, spreadsheets."""
    if not data.startswith(b"PK\x03\x04"):
        return
    with suppress(zipfile.BadZipFile, zlib.error), zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield archive.comment
        for member in archive.infolist():
            yield member.filename.encode()
            with archive.open(member) as file:
                yield file.read(MOST)


def _pdf(data):
    if not data.startswith(b"%PDF"):
        return
    with suppress(pikepdf.PdfError), pikepdf.open(io.BytesIO(data)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream):
                yield thing.read_bytes()
            yield from (bytes(text) for text in _strings(thing))


def _strings(thing):
    if isinstance(thing, pikepdf.String):
        yield thing
    elif isinstance(thing, pikepdf.Array):
        for each in thing:
            yield from _strings(each)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for key in thing.keys():  # noqa: SIM118  pikepdf's dictionaries are not iterable
            if not getattr(thing[key], "is_indirect", False):
                yield from _strings(thing[key])


DECODERS = [
    _html,
    _url,
    _quoted_printable,
    _escapes,
    _utf16,
    _base64_runs,
    _compressed,
    _archive,
    _pdf,
]
