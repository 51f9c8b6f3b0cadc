"""The table of B-13: hostile files, generated here, each with its expected outcome.

A row is taken as a type, or refused with a word of advice. Large files are generated only when they are used.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import pikepdf
from PIL import Image

from tests.clamav import VIRUS
from tests.files import made
from tests.files.honest import ROWS
from tests.files.test_cleaning import PEOPLE, PHOTOS, SCRIPTED
from tests.files.test_intake import REFUSED, TAKEN

MEGABYTE = 1024 * 1024
JPEG, PNG, PDF, TEXT = "image/jpeg", "image/png", "application/pdf", "text/plain"
OFFICE = "application/vnd."
SEEN = "/b13-executed"  # what runs in a browser would ask for this address
RUNS = f"<script>fetch('{SEEN}');alert(1)</script>".encode()


@dataclass(frozen=True)
class Row:
    group: str
    name: str
    content: bytes | Callable[[], bytes]
    kept: str = ""  # the beginning of the content type
    advice: str = ""
    virus: bool = False
    whole: Callable[[bytes], bool] = bool  # whether all that mattered is in the copy

    def made(self) -> bytes:
        return self.content() if callable(self.content) else self.content

    def __str__(self):
        return f"{self.group}: {self.name[:60]!r}"


NAMES = [
    "../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/shadow", "C:\\autoexec.bat", "a\0b.exe.jpg",
    "holiday\u202egpj.exe", "\u2066a\u2069.jpg", "x" * 250 + ".jpg", "é" * 127, "CON", "nul.jpg", "LPT1.txt",
    "aux.",
    "😀.jpg", "👩‍👩‍👧.jpg", "رسالة.jpg", ".htaccess", "desktop.ini", "   ", "\u200b\u200b.jpg",
    "\U000e0041.jpg", "a.jpg\r\nSet-Cookie: x=y", '"; filename="evil.exe', "<script>alert(1)</script>.jpg",
    "' onmouseover='alert(1)", "%2e%2e%2fevil.jpg", "{{7*7}}.jpg", "=cmd|' /C calc'!A0", "-rf", "$(id).jpg", "`id`",
    "a;b|c&d.jpg", "file.jpg:stream", "file.jpg::$DATA", "photo.jpg.html", "photo.svg", "e\u0301.jpg", "a\x1b[31m.jpg",
    "photo.jpg" + " " * 100 + ".exe",
]  # fmt: skip
LONG_NAMES = ["x" * 4_000 + ".jpg", "é" * 4_000]  # longer than any disk takes, so no browser sends one
NO_NAMES = ["..", ".", "/"]
NOT_TAKEN = {
    "run.vbs": b'MsgBox "hello"', "run.hta": b"<hta:application>", "link.url": b"[InternetShortcut]\nURL=file:///c:/",
    "run.desktop": b"[Desktop Entry]\nExec=calc", "set.reg": b"Windows Registry Editor Version 5.00",
    "run.sh": b"rm -rf /", "run.py": b"import os", "card.vcf": b"BEGIN:VCARD", "date.ics": b"BEGIN:VCALENDAR",
    "style.css": b"a{}", "data.json": b"{}", "link.lnk": b"L\0\0\0\x01\x14\x02\0" + bytes(60),
    "a.cab": b"MSCF" + bytes(60), "a.chm": b"ITSF" + bytes(60), "a.swf": b"FWS\x05" + bytes(60),
    "a.class": b"\xca\xfe\xba\xbe" + bytes(60), "a.wasm": b"\0asm\x01\0\0\0", "a.mp3": b"ID3\x03" + bytes(60),
    "a.wav": b"RIFF\0\0\0\0WAVE" + bytes(60), "a.psd": b"8BPS" + bytes(60), "a.7z": b"7z\xbc\xaf\x27\x1c" + bytes(60),
    "a.xml": b"<?xml version='1.0'?><!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "a.mht": made.mail(),
    "a.xhtml": b"<html xmlns='http://www.w3.org/1999/xhtml'>" + RUNS, "svg.jpg": b"<svg onload='fetch(1)'/>",
    "late.txt": b" " * 100_000 + RUNS, "body.txt": b"<body onload=fetch(1)>", "frame.txt": b"<iframe src=x>",
}  # fmt: skip
WRONG_TYPE = "cannot take|video or sound"
WORDS = {
    "utf-7.txt": b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "address.txt": f"javascript:fetch('{SEEN}')".encode(),
    "sum.csv": b"=cmd|' /C calc'!A0,1\n",
    "quotes.txt": b"\"><img src=x onerror=fetch('" + SEEN.encode() + b"')>",
    "js.txt": f"fetch('{SEEN}');".encode(),
    "line.txt": lambda: b"a" * (10 * MEGABYTE),
    "lines.txt": lambda: b"\n" * (10 * MEGABYTE),
    "bm.txt": f"BM=1;fetch('{SEEN}')//".encode(),
    "css.txt": b"*{background:url(//evil.example)}",
}


def zip_with(method, **parts):
    content = io.BytesIO(made.docx())
    with zipfile.ZipFile(content, "a", method) as packed:
        for name, inside in parts.items():
            packed.writestr(name, inside)
    return content.getvalue()


def nested(levels):
    inside = b"x" * 1000
    for level in range(levels):
        inside = made.pack({f"{level}.zip": inside})
    return made.docx(**{"word/media/a.bin": inside})


def pointing_back(names):
    """Return a zip with many names for the same packed bytes: kilobytes that expand to gigabytes without nesting."""
    content = made.docx(**{"word/big.xml": bytes(200_000)})
    end = content.rfind(b"PK\x05\x06")
    listed = content[struct.unpack_from("<I", content, end + 16)[0] : end]
    last = listed[listed.rfind(b"PK\x01\x02") :]
    more = b"".join(last.replace(b"word/big.xml", b"word/%03d.xml" % number) for number in range(names))
    count = struct.unpack_from("<H", content, end + 10)[0] + names
    ending = struct.pack(
        "<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(listed + more), end - len(listed), 0
    )
    return content[:end] + more + ending


def containing_itself():
    """Return a zip whose only member is the zip itself, so that recursive unpacking never ends."""
    content = bytearray(made.pack({"word/document.xml": bytes(500)}, zipfile.ZIP_STORED))
    for mark, at in ((b"PK\x03\x04", 18), (b"PK\x01\x02", 20)):
        struct.pack_into("<II", content, content.find(mark) + at, len(content), len(content))
    return bytes(content)


def lying_about_size():
    content = bytearray(made.docx(**{"word/big.xml": b"a" * (30 * MEGABYTE)}))
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(b"PK\x01\x02"))
    while content[at + 46 : at + 58] != b"word/big.xml":
        at = content.find(b"PK\x01\x02", at + 4)
    struct.pack_into("<I", content, at + 24, 100)
    return bytes(content)


def png_with(name, size=60_000_000):
    packed = zlib.compress(bytes(size))
    head = {b"iCCP": b"x\0\0", b"iTXt": b"x\0\1\0\0\0", b"IDAT": b""}[name]
    whole = made.picture("PNG")
    return whole[:33] + made.png_chunk(name, head + packed) + whole[33:]


def frames(form, count, size=(40, 40)):
    content = io.BytesIO()
    shown = [Image.new("RGB", size, (number % 255, 0, 0)) for number in range(count)]
    shown[0].save(content, form, save_all=True, append_images=shown[1:])
    return content.getvalue()


def jpeg_of(width, height):
    """Return a small photo whose header claims a large size."""
    content = bytearray(made.picture())
    struct.pack_into(">HH", content, content.find(b"\xff\xc0") + 5, height, width)
    return bytes(content)


def pdf_stream(packed, filters, **more):
    def change(document):
        names = pikepdf.Array([pikepdf.Name(name) for name in filters])
        document.pages[0].obj.Contents = pikepdf.Stream(document, packed, Filter=names, **more)

    return made.pdf(change, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def packed_zeros(size):
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(MEGABYTE)) for _ in range(size // MEGABYTE)) + packer.flush()


def pdf_round():
    """Return a PDF whose tree of pages contains itself."""

    def change(document):
        pages = document.Root.Pages
        pages.Kids.append(pages)

    return made.pdf(change)


def pdf_deep():
    return b"%PDF-1.4\n1 0 obj" + b"[" * 100_000 + b"]" * 100_000 + b"endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def pdf_many(count=60_000):
    def change(document):
        document.Root.Junk = pikepdf.Array([document.make_indirect(pikepdf.Array([])) for _ in range(count)])

    return made.pdf(change)


def pdf_wide(document):
    image = pikepdf.Stream(document, b"\0")
    image.update(pikepdf.Dictionary(Subtype=pikepdf.Name.Image, Width=60_000, Height=60_000))
    document.Root.Picture = image


LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]><a>&c;</a>'
OPENED = "too large once opened|cannot open"
BOMBS = [
    ("bzip.docx", lambda: zip_with(zipfile.ZIP_BZIP2, a=bytes(30 * MEGABYTE)), "cannot open"),
    ("lzma.docx", lambda: zip_with(zipfile.ZIP_LZMA, a=bytes(30 * MEGABYTE)), "cannot open"),
    ("nested.docx", lambda: nested(10), "other files inside"),
    ("overlap.docx", lambda: pointing_back(1_900), OPENED),
    ("itself.docx", containing_itself, "cannot open|zip folder"),
    ("liar.docx", lying_about_size, OPENED),
    ("bomb.xlsx", lambda: made.xlsx(**{"xl/sharedStrings.xml": b"a" * (79 * MEGABYTE)}), "too large once opened"),
    ("bomb.odt", lambda: made.odt(**{"content.xml": b"a" * (79 * MEGABYTE)}), "too large once opened"),
    ("laughs.xlsx", made.xlsx(**{"xl/workbook.xml": LAUGHS}), "cannot open"),
    ("laughs.odt", made.odt(**{"content.xml": LAUGHS}), "cannot open"),
    ("entity.docx", made.docx(**{"word/x.xml": "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>"}), "cannot open"),
    ("iccp.png", lambda: png_with(b"iCCP"), "cannot open"),
    ("itxt.png", lambda: png_with(b"iTXt"), "cannot open"),
    ("jpeg.jpg", jpeg_of(65_000, 65_000), "too many pixels"),
    ("square.png", lambda: made.pixel_flood(5_001, 5_001), "too many pixels"),
    ("flate.pdf", lambda: pdf_stream(packed_zeros(320 * MEGABYTE), ["/FlateDecode"]), "too large once opened"),
    ("triple.pdf", lambda: pdf_stream(zlib.compress(packed_zeros(20 * MEGABYTE)), ["/FlateDecode"] * 3), OPENED),
    ("hex.pdf", lambda: pdf_stream(packed_zeros(310 * MEGABYTE).hex().encode() + b">",
                                   ["/ASCIIHexDecode", "/FlateDecode"]), "too large once opened"),
    ("lzw.pdf", lambda: pdf_stream(bytes(2 * MEGABYTE), ["/LZWDecode"]), "too large once opened"),
    ("runs.pdf", lambda: pdf_stream(b"\x81\0" * MEGABYTE, ["/RunLengthDecode"]), "too large once opened"),
    ("wide.pdf", made.pdf(pdf_wide), "too many pixels"),
    ("deep.pdf", pdf_deep, "cannot open"),
]  # fmt: skip
HEAVY = [  # honest, but the most we take
    ("panorama.jpg", lambda: made.picture(size=(10_000, 10_000), mode="L"), JPEG),
    ("square.png", lambda: made.picture("PNG", size=(5_000, 5_000)), PNG),
    ("clear.png", lambda: made.picture("PNG", size=(5_000, 5_000), mode="RGBA"), PNG),
    ("film.gif", lambda: frames("GIF", 500), "|moving picture"),
    ("film.webp", lambda: frames("WEBP", 60), "|moving picture"),
    ("idat.png", lambda: png_with(b"IDAT", 3_000_000), "image/png|cannot open"),
    ("many.pdf", pdf_many, PDF),
    ("round.pdf", pdf_round, "application/pdf|cannot open"),
]
ACTIVE_PDF = {
    "reach.pdf": made.pdf(made.with_link("/GoToR", F=pikepdf.String("evil.exe"))),
    "embedded.pdf": made.pdf(made.with_link("/GoToE", F=pikepdf.String("evil.exe"))),
    "tail.pdf": made.pdf() + b"\n" + RUNS,
    "data.pdf": made.pdf(made.with_link("/URI", URI=pikepdf.String("data:text/html,evil.exe"))),
}
VIRUSES = {
    "letter.txt": b"Dear office, " + VIRUS,
    "letter.docx": made.docx(VIRUS.decode()),
    "letter.odt": made.odt(**{"content.xml": b"<a>" + VIRUS + b"</a>"}),
    "sheet.xlsx": made.xlsx(**{"xl/sharedStrings.xml": b"<a>" + VIRUS + b"</a>"}),
    "long.txt": b"a" * 1_500_000 + VIRUS,
}


def table() -> list[Row]:
    """Return all rows in an order that mixes the groups, so that any part of it has some of each."""
    image = made.picture()
    rows = [Row("honest", name, content, kept=kind) for name, content, _kept, kind in TAKEN]
    rows += [Row("refused", name, content, advice=advice) for name, content, advice in REFUSED]
    rows += [Row("photo", name, content, kept="image/|application/") for name, content in PHOTOS.items()]
    rows += [Row("author", name, content, kept=OFFICE) for name, content in PEOPLE.items()]
    rows += [Row("script in a PDF", f"{what}.pdf", made.pdf(how), kept=PDF) for what, how in SCRIPTED.items()]
    rows += [Row("script in a PDF", name, content, kept=PDF) for name, content in ACTIVE_PDF.items()]
    rows += [Row("name", name, image, kept=JPEG) for name in NAMES]
    rows += [Row("name", name, image, advice="Choose at least one file") for name in NO_NAMES]
    rows += [Row("name", name, image, advice="shorter names") for name in LONG_NAMES]
    rows += [Row("wrong type", name, content, advice=WRONG_TYPE) for name, content in NOT_TAKEN.items()]
    rows += [Row("words", name, content, kept=TEXT) for name, content in WORDS.items()]
    rows += [Row("bomb", name, content, advice=advice) for name, content, advice in BOMBS]
    for name, content, what in HEAVY:
        kept, _or, advice = what.partition("|")
        rows.append(Row("heavy", name, content, kept=kept, advice=advice))
    for row, files in ROWS.items():
        rows += [
            Row(row, file.name, file.content, file.kept, file.advice, whole=file.whole) for file in files
        ]
    rows += [Row("virus", name, content, kept="", virus=True) for name, content in VIRUSES.items()]
    return sorted(rows, key=lambda row: zlib.crc32(f"{row.group}{row.name}".encode()))
