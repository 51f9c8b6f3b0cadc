"""Removal of metadata from pictures embedded in other documents, without changing the picture."""

import re
import struct
from collections.abc import Iterator, Set

_JPEG_NOTES = {
    0xE1,
    0xED,
    0xFE,
    *range(0xE3, 0xED),
    0xEF,
}  # Exif and XMP, IPTC, comments; colour markers stay
_PNG_NOTES = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}
_WEBP_NOTES = {b"EXIF", b"XMP "}
_WEBP_HAS_NOTES = 0b1100  # the two flags that announce them
# Of a JPEG 2000 picture only what it takes to show it: the head, with size and colours, and the picture itself.
_JP2_KEPT = {b"jP  ", b"ftyp", b"rreq", b"jp2h", b"jp2c"}
_JP2_HEAD = {b"ihdr", b"bpcc", b"colr", b"pclr", b"cmap", b"cdef", b"res "}
_GIF_LOOP = b"\x0bNETSCAPE2.0"  # an extension that says how often a film repeats, and nothing else
PNG_START = b"\x89PNG\r\n\x1a\n"
JPEG_START = b"\xff\xd8"
JP2_START = b"\0\0\0\x0cjP  "
CODESTREAM_START = b"\xff\x4f\xff\x51"
TIFF_STARTS = (b"II*\0", b"MM\0*")
_START_OF_SCAN = 0xDA
_START_OF_TILE, _JP2_COMMENT = 0x90, 0x64
_SVG_NOTES = re.compile(
    rb"<metadata\b.*?</metadata>|<!--.*?-->|\s(?:sodipodi|inkscape):[\w-]+\s*=\s*(?:\"[^\"]*\"|'[^']*')",
    re.DOTALL,
)


def without_notes(content: bytes) -> bytes:
    """Return the picture without location, device, author or comment; other bytes are returned unchanged."""
    if content.startswith(JPEG_START):
        return _jpeg(content)
    if content.startswith(PNG_START):
        return _png(content)
    if content.startswith((JP2_START, CODESTREAM_START)):
        return without_jpx_notes(content)
    if content.startswith((b"GIF87a", b"GIF89a")):
        return _gif(content)
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return _webp(content)
    if content.startswith(TIFF_STARTS):
        return _tiff(content)
    if content[40:44] == b" EMF":
        return _emf(content)
    return content


def without_svg_notes(content: bytes) -> bytes:
    """The same drawing without what its author and program wrote beside it."""
    return _SVG_NOTES.sub(b"", content)


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


def without_jpx_notes(content: bytes) -> bytes:
    """A JPEG 2000 picture without its boxes for notes, and without the comments inside the picture itself."""
    if content.startswith(CODESTREAM_START):
        return _codestream(content)
    return _jp2(content, _JP2_KEPT)


def _jp2(content: bytes, names: Set[bytes]) -> bytes:
    kept = []
    for name, head, inside in _jp2_boxes(content):
        if name in names:
            inside = _codestream(inside) if name == b"jp2c" else inside
            inside = _jp2(inside, _JP2_HEAD) if name == b"jp2h" else inside
            long = len(head) == 16
            length = (1, len(inside) + 16) if long else (len(inside) + 8,)
            kept.append(struct.pack(">I4sQ" if long else ">I4s", length[0], name, *length[1:]) + inside)
    return b"".join(kept)


def _jp2_boxes(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    at = 0
    while at + 8 <= len(content):
        length, name = struct.unpack_from(">I4s", content, at)
        head = 16 if length == 1 and at + 16 <= len(content) else 8
        if head == 16:
            [length] = struct.unpack_from(">Q", content, at + 8)
        end = at + length if length >= head else len(content)
        yield name, content[at : at + head], content[at + head : end]
        at = end


def _codestream(content: bytes) -> bytes:
    """The picture without comments in its head; behind the first tile there are only tiles."""
    kept, at = [content[:2]], 2
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != _START_OF_TILE:
        length = 2 + struct.unpack_from(">H", content, at + 2)[0]
        if content[at + 1] != _JP2_COMMENT:
            kept.append(content[at : at + length])
        at += length
    return b"".join([*kept, content[at:]])


def _gif(content: bytes) -> bytes:
    """Without comments and what programs added. Anything that does not read as a GIF comes back as it was."""
    at = 13 + (3 << (content[10] & 7) + 1 if content[10] & 0x80 else 0)
    kept = [content[:at]]
    while at < len(content) and content[at : at + 1] in {b"!", b","}:
        if content[at] == ord("!"):
            end = _gif_blocks_end(content, at + 2)
            is_note = content[at + 1] in {0xFE, 0xFF} and content[at + 2 : at + 14] != _GIF_LOOP
            kept.append(b"" if is_note else content[at:end])
        else:
            colours = content[at + 9] if at + 9 < len(content) else 0
            end = _gif_blocks_end(content, at + 11 + (3 << (colours & 7) + 1 if colours & 0x80 else 0))
            kept.append(content[at:end])
        at = end
    return b"".join([*kept, b";"])


def _gif_blocks_end(content: bytes, at: int) -> int:
    while at < len(content) and content[at]:
        at += 1 + content[at]
    return at + 1


def _webp(content: bytes) -> bytes:
    kept, at = [], 12
    while at + 8 <= len(content):
        name, length = struct.unpack_from("<4sI", content, at)
        end = at + 8 + length + length % 2
        if name == b"VP8X":
            kept.append(
                content[at : at + 8] + bytes([content[at + 8] & ~_WEBP_HAS_NOTES]) + content[at + 9 : end]
            )
        elif name not in _WEBP_NOTES:
            kept.append(content[at:end])
        at = end
    whole = b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(whole) + 4) + b"WEBP" + whole


def _tiff(content: bytes) -> bytes:
    """Written anew: the notes of a TIFF are tags among those that the picture needs."""
    from io import BytesIO

    from PIL import Image, ImageSequence

    copy = BytesIO()
    Image.MAX_IMAGE_PIXELS = 25_000_000
    with Image.open(BytesIO(content), formats=["TIFF"]) as picture:
        pages = []
        for page in ImageSequence.Iterator(picture):
            plain = Image.new(page.mode, page.size)
            plain.paste(page)
            if page.palette:
                plain.putpalette(page.palette)
            pages.append(plain)
    pages[0].save(copy, "TIFF", compression="tiff_lzw", save_all=True, append_images=pages[1:])
    return copy.getvalue()


def _emf(content: bytes) -> bytes:
    """With an empty description, where programs write their name and the title of the drawing."""
    letters, at = struct.unpack_from("<II", content, 60)
    end = min(at + 2 * letters, len(content))
    return content[:at] + bytes(end - at) + content[end:] if 88 <= at < end else content
