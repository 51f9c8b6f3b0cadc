"""Photos like those of phones and scanners, and pictures with metadata about their authors."""

import io
import struct
import zipfile

import pillow_heif
from PIL import Image

from tests.files import made

XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>{made.AUTHOR}</dc:creator></x:xmpmeta>'.encode()


def cut(length, **options):
    return made.picture(size=(320, 240), quality=85, **options)[:-length]


def is_sized(*size):
    def check(content):
        with Image.open(io.BytesIO(content)) as opened:
            opened.load()
            return opened.size == size

    return check


def box(name, *parts):
    inside = b"".join(parts)
    return struct.pack(">I4s", len(inside) + 8, name) + inside


def full_box(name, *parts, version=0, flags=0):
    return box(name, bytes([version]), flags.to_bytes(3), *parts)


def heic_grid(columns, rows, *, size=None, turned=0, hidden=True, side=512):
    """Return a photo as phones store it: many tiles, here all equal, and a table that joins them."""
    whole = made.picture("HEIF", size=(side, side))
    at = whole.find(b"hvcC") - 4
    setup = whole[at : at + struct.unpack_from(">I", whole, at)[0]]
    tile = whole[whole.find(b"mdat") + 4 :]
    width, height = size or (columns * side, rows * side)
    count, first = columns * rows, 2
    items = [full_box(b"infe", struct.pack(">HH4sx", 1, 0, b"grid"), version=2)]
    items += [
        full_box(b"infe", struct.pack(">HH4sx", first + n, 0, b"hvc1"), version=2, flags=hidden)
        for n in range(count)
    ]
    described = struct.pack(">BBBBII", 0, 1, rows - 1, columns - 1, width, height)
    own = [1, 4] if turned else [1]
    links = struct.pack(">HB", 1, len(own)) + bytes(own)
    links += b"".join(struct.pack(">HBBB", first + n, 2, 2, 0x83) for n in range(count))
    properties = [
        full_box(b"ispe", struct.pack(">II", width, height)),
        full_box(b"ispe", struct.pack(">II", side, side)),
        setup,
        *([box(b"irot", bytes([turned]))] if turned else []),
    ]

    def meta(start):
        places = struct.pack(">HHHHII", 1, 1, 0, 1, 0, len(described))
        places += b"".join(struct.pack(">HHHHII", first + n, 0, 0, 1, start, len(tile)) for n in range(count))
        return full_box(
            b"meta",
            full_box(b"hdlr", bytes(4), b"pict", bytes(13)),
            full_box(b"pitm", struct.pack(">H", 1)),
            box(b"idat", described),
            full_box(b"iloc", b"\x44\0", struct.pack(">H", count + 1), places, version=1),
            full_box(b"iinf", struct.pack(">H", len(items)), *items),
            box(b"iprp", box(b"ipco", *properties), full_box(b"ipma", struct.pack(">I", count + 1), links)),
            full_box(
                b"iref", box(b"dimg", struct.pack(f">HH{count}H", 1, count, *range(first, first + count)))
            ),
        )

    head = box(b"ftyp", b"heic", bytes(4), b"mif1heic")
    return head + meta(len(head) + len(meta(0)) + 8) + box(b"mdat", tile)


def moving(form):
    content = io.BytesIO()
    shown = [Image.new("RGB", (64, 64), colour) for colour in ("red", "green", "blue")]
    pillow_heif.register_heif_opener()
    shown[0].save(content, form, save_all=True, append_images=shown[1:])
    return content.getvalue()


def jp2(*more, comment=b""):
    made_picture = io.BytesIO()
    Image.linear_gradient("L").resize((60, 40)).convert("RGB").save(made_picture, "JPEG2000")
    content = made_picture.getvalue()
    if comment:
        at = content.find(b"\xff\x4f\xff\x51") + 4
        at += struct.unpack_from(">H", content, at)[0]
        note = b"\xff\x64" + struct.pack(">HH", len(comment) + 4, 1) + comment
        content = content[:at] + note + content[at:]
        stream = content.find(b"jp2c") - 4
        content = content[:stream] + struct.pack(">I", 0) + content[stream + 4 :]
    end = content.find(b"jp2c") - 4
    return content[:end] + b"".join(more) + content[end:]


XMP_ID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")


def note_in_the_head():
    """Return a JPEG 2000 picture with a note among the boxes that are needed to show it."""
    content, note = jp2(), box(b"xml ", XMP)
    at = content.find(b"jp2h") - 4
    [length] = struct.unpack_from(">I", content, at)
    head = struct.pack(">I", length + len(note)) + content[at + 4 : at + length] + note
    return content[:at] + head + content[at + length :]


def codestream(content):
    return content[content.find(b"\xff\x4f\xff\x51") :]


def gif_with_notes():
    content = made.picture("GIF")
    end = 13 + (3 << (content[10] & 7) + 1)
    name = made.AUTHOR.encode()
    note = b"!\xfe" + bytes([len(name)]) + name + b"\0"
    xmp = b"!\xff\x0bXMP DataXMP" + bytes([len(name)]) + name + b"\0"
    return content[:end] + note + xmp + content[end:]


def tiff_with_notes():
    content = io.BytesIO()
    picture = Image.linear_gradient("L").resize((60, 40))
    picture.save(content, "TIFF", tiffinfo={315: made.AUTHOR, 270: made.AUTHOR, 700: XMP})
    return content.getvalue()


def emf_with_notes():
    words = f"Drawer\0{made.AUTHOR}\0\0".encode("utf-16-le")
    head = struct.pack("<II32x4s", 1, 88 + len(words), b" EMF") + struct.pack("<III", 0x10000, 0, 0)
    head += bytes(60 - len(head)) + struct.pack("<II", len(words) // 2, 88)
    return head + bytes(88 - len(head)) + words


SVG = (
    f'<svg xmlns="http://www.w3.org/2000/svg" inkscape:export-filename="/home/{made.AUTHOR}/a.svg">'
    f"<!-- {made.AUTHOR} --><metadata><dc:creator>{made.AUTHOR}</dc:creator></metadata><rect/></svg>"
).encode()


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def shows_part(name):
    def check(content):
        part = parts_of(content)[f"word/media/{name}"]
        if name.endswith((".svg", ".emf")):
            return b"<rect/>" in part or len(part) == len(emf_with_notes())
        return is_sized(60, 40)(part)

    return check
