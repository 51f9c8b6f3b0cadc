"""Takes the notes out of JPEG and PNG bytes that sit inside another document, without touching the picture."""

import struct

_JPEG_NOTES = {
    0xE1,
    0xED,
    0xFE,
    *range(0xE3, 0xED),
    0xEF,
}  # Exif and XMP, IPTC, comments; colour markers stay
_PNG_NOTES = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}
PNG_START = b"\x89PNG\r\n\x1a\n"
JPEG_START = b"\xff\xd8"
_START_OF_SCAN = 0xDA


def without_notes(content: bytes) -> bytes:
    """The same picture without place, device, author or comment; anything but JPEG and PNG comes back as it was."""
    if content.startswith(JPEG_START):
        return _jpeg(content)
    if content.startswith(PNG_START):
        return _png(content)
    return content


def _jpeg(content: bytes) -> bytes:
    kept = [JPEG_START]
    at = len(JPEG_START)
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], struct.unpack_from(">H", content, at + 2)[0]
        if marker == _START_OF_SCAN or length < 2:
            break
        if marker not in _JPEG_NOTES:
            kept.append(content[at : at + 2 + length])
        at += 2 + length
    # A second picture behind the end of the first has notes of its own; only the first is shown.
    end = content.rfind(b"\xff\xd9", at)
    inner = content.find(b"\xff\xd8\xff", at)
    if inner != -1 and content.rfind(b"\xff\xd9", at, inner) != -1:
        end = content.rfind(b"\xff\xd9", at, inner)
    kept.append(content[at : end + 2] if end != -1 else content[at:])
    return b"".join(kept)


def _png(content: bytes) -> bytes:
    kept = [PNG_START]
    at = len(PNG_START)
    while at + 12 <= len(content):
        length, name = struct.unpack_from(">I4s", content, at)
        if name not in _PNG_NOTES:
            kept.append(content[at : at + 12 + length])
        at += 12 + length
        if name == b"IEND":
            break
    return b"".join(kept)
