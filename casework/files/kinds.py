"""The kinds of file we take, told by their first bytes; everything else is refused.

Knows nothing of Django: the cleaning process reads it too.
"""

import re
from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True)
class Form:
    """A form in which files are kept: what it is called, and the endings its names may have."""

    content_type: str
    endings: tuple[str, ...]


class Kind(Enum):
    """How a file is kept once cleaned. A photo in HEIC is kept as JPEG, a GIF as PNG."""

    JPEG = Form("image/jpeg", (".jpg", ".jpeg"))
    PNG = Form("image/png", (".png",))
    WEBP = Form("image/webp", (".webp",))
    PDF = Form("application/pdf", (".pdf",))
    DOCX = Form("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",))
    XLSX = Form("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",))
    ODT = Form("application/vnd.oasis.opendocument.text", (".odt",))
    TEXT = Form("text/plain", (".txt",))


class Look(Enum):
    """What the first bytes say a file is, before anything has opened it."""

    JPEG = "jpeg"
    PNG = "png"
    GIF = "gif"
    WEBP = "webp"
    HEIC = "heic"
    PDF = "pdf"
    ZIP = "zip"
    OLD_OFFICE = "old office"
    FILM = "film"
    OTHER = "other"


PICTURES = {Look.JPEG, Look.PNG, Look.GIF, Look.WEBP, Look.HEIC}
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)" + b"7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
MARKUP = re.compile(
    rb"<\s*(script|html|svg|iframe|body|object|embed|\?php|!doctype|!entity)\b", re.IGNORECASE
)

_STARTS = (
    (b"\xff\xd8\xff", Look.JPEG),
    (b"\x89PNG\r\n\x1a\n", Look.PNG),
    (b"GIF87a", Look.GIF),
    (b"GIF89a", Look.GIF),
    (b"%PDF-", Look.PDF),
    (b"PK\x03\x04", Look.ZIP),
    (OLD_OFFICE, Look.OLD_OFFICE),
    (b"\x1aE\xdf\xa3", Look.FILM),
)


def look_of(head: bytes) -> Look:
    """What the first bytes say; `OTHER` covers plain text and all we do not know."""
    for start, look in _STARTS:
        if head.startswith(start):
            return look
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Look.WEBP
    if head[4:8] == b"ftyp":
        return Look.HEIC if head[8:12] in HEIC_BRANDS else Look.FILM
    return Look.OTHER
