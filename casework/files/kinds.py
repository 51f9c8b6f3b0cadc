"""The accepted kinds of file, recognised by their first bytes.

Does not import Django, because the cleaning process uses it too.
"""

import re
from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True)
class Form:
    """A stored format: its name, and the extensions it may have."""

    content_type: str
    endings: tuple[str, ...]


class Kind(Enum):
    """The format of a cleaned file. HEIC photos are stored as JPEG, GIFs as PNG."""

    JPEG = Form("image/jpeg", (".jpg", ".jpeg"))
    PNG = Form("image/png", (".png",))
    WEBP = Form("image/webp", (".webp",))
    PDF = Form("application/pdf", (".pdf",))
    DOCX = Form("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",))
    XLSX = Form("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",))
    ODT = Form("application/vnd.oasis.opendocument.text", (".odt",))
    TEXT = Form("text/plain", (".txt",))


PICTURE_TYPES = {Kind.JPEG.value.content_type, Kind.PNG.value.content_type, Kind.WEBP.value.content_type}


class Look(Enum):
    """The kind of a file by its first bytes, before anything has opened it."""

    JPEG = "jpeg"
    PNG = "png"
    GIF = "gif"
    WEBP = "webp"
    HEIC = "heic"
    PDF = "pdf"
    ZIP = "zip"
    OLD_OFFICE = "old office"
    FILM = "film"
    ARCHIVE = "archive"
    OLD_TEXT = "old text"
    OTHER_PICTURE = "other picture"
    LOCKED = "locked"
    MAIL = "mail"
    SLIDES = "slides"
    UNKNOWN_LETTERS = "unknown letters"
    OTHER = "other"


PICTURES = {Look.JPEG, Look.PNG, Look.GIF, Look.WEBP, Look.HEIC}
# What a phone or computer offers to choose from, each taken; what a file really is, is told by its content.
PICKED_TYPES = ("image/jpeg", "image/png", "image/webp", "image/gif", "image/heic", "image/heif")
PICKED_ENDINGS = (
    ".jpg", ".jpeg", ".png", ".webp", ".gif", ".heic", ".heif", ".pdf", ".docx", ".xlsx", ".odt",
    ".txt", ".text", ".md", ".log", ".csv",
)  # fmt: skip
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)" + b"7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
MARKUP = re.compile(
    rb"<\s*(script|html|svg|iframe|body|object|embed|\?php|!doctype|!entity)\b", re.IGNORECASE
)

# What may stand before a PDF: a mark of its encoding, white space, lines of a mail's header. Nobody misses them.
BEFORE_PDF = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:[!-9;-~]{1,76}:[^\r\n]*\r?\n(?:[ \t]+[^\r\n]*\r?\n)*)*\s*(?=%PDF-)"
)
LOOKED_AT = 4_096  # bytes, from the first

_STARTS = (
    (b"\xff\xd8\xff", Look.JPEG),
    (b"\x89PNG\r\n\x1a\n", Look.PNG),
    (b"GIF87a", Look.GIF),
    (b"GIF89a", Look.GIF),
    (b"%PDF-", Look.PDF),
    (b"PK\x03\x04", Look.ZIP),
    (OLD_OFFICE, Look.OLD_OFFICE),
    (b"\x1aE\xdf\xa3", Look.FILM),
    (b"ID3", Look.FILM),
    (b"OggS", Look.FILM),
    (b"fLaC", Look.FILM),
    (b"{\\rtf", Look.OLD_TEXT),
    (b"BM", Look.OTHER_PICTURE),
    (b"II*\0", Look.OTHER_PICTURE),
    (b"MM\0*", Look.OTHER_PICTURE),
    (b"8BPS", Look.OTHER_PICTURE),
    *((start, Look.ARCHIVE) for start in ARCHIVES if not start.startswith(b"PK\x03")),
)
LIKE_WORDS = {b"BM", b"ID3", b"OggS", b"fLaC", b"8BPS"}  # text may begin so, too
OTHER_PICTURE_BRANDS = {b"avif", b"avis", b"crx "}


def look_of(head: bytes) -> Look:
    """Return the kind by the first bytes; `OTHER` covers plain text and unknown kinds."""
    for start, look in _STARTS:
        if head.startswith(start) and (b"\0" in head or start not in LIKE_WORDS):
            return look
    if head[:4] == b"RIFF" and b"\0" in head:
        return Look.WEBP if head[8:12] == b"WEBP" else Look.FILM
    if head[4:8] == b"ftyp":
        return _ftyp(head[8:12])
    return Look.PDF if start_of_pdf(head) else Look.OTHER


# What lies in a file of the older office kind says what it is.
_IN_OLD_OFFICE = (
    ("EncryptedPackage", Look.LOCKED),
    ("__properties_version1.0", Look.MAIL),
    ("PowerPoint Document", Look.SLIDES),
)


def old_office_look(content: bytes) -> Look:
    """What a file is that looks like an older office document: newer ones with a password do so, too, and mails."""
    for name, look in _IN_OLD_OFFICE:
        if name.encode("utf-16-le") in content:
            return look
    return Look.OLD_OFFICE


def _ftyp(brand: bytes) -> Look:
    if brand in OTHER_PICTURE_BRANDS:
        return Look.OTHER_PICTURE
    return Look.HEIC if brand in HEIC_BRANDS else Look.FILM


def start_of_pdf(content: bytes) -> int:
    """Where the PDF begins behind what harmlessly came along; 0 if it begins at once, or is none."""
    found = BEFORE_PDF.match(content[:LOOKED_AT])
    return found.end() if found else 0
