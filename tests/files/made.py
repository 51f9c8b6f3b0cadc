"""Generated files for the tests: ordinary and hostile ones. None is vendored."""

import io
import struct
import zipfile
import zlib

import pikepdf
import pillow_heif
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from casework.files.kinds import EICAR

AUTHOR = "Jane Nosy"
GPS = "GPSLatitudeRef"
PAGE = b"<html><script>alert(1)</script></html>"
SCRIPT = b"app.alert('hello from a script')"
CORE = f'<cp:coreProperties xmlns:cp="x" xmlns:dc="y"><dc:creator>{AUTHOR}</dc:creator></cp:coreProperties>'


def picture(form="JPEG", size=(60, 40), mode="RGB", **options):
    pillow_heif.register_heif_opener()
    made = io.BytesIO()
    image = Image.linear_gradient("L").resize(size).convert(mode)
    if form == "JPEG" and options.pop("two_colours", False):
        image = Image.new("RGB", size, "white")
        image.paste("red", (0, 0, size[0] // 2, size[1] // 2))
    image.save(made, form, **options)
    return made.getvalue()


def notes(orientation=1):
    """Return photo metadata as a phone writes it: location, device, orientation."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Nosyphone"
    exif[0x013B] = AUTHOR
    exif[0x8825] = {1: "N", 2: (IFDRational(51), IFDRational(30), IFDRational(29)), 3: "W", 29: "2026:01:02"}
    return exif


def photo(form="JPEG", orientation=1, **options):
    return picture(form, exif=notes(orientation), **options)


def png_chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def pixel_flood(width=60_000, height=60_000):
    """Return a few hundred bytes that expand to gigabytes when opened."""
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = png_chunk(b"IDAT", zlib.compress(b"\0" * 100_000))
    return b"\x89PNG\r\n\x1a\n" + head + rows + png_chunk(b"IEND", b"")


def png_with_packed_text(size=60_000_000):
    whole = picture("PNG")
    return whole[:33] + png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"\0" * size)) + whole[33:]


def pdf(change=None, **options):
    made = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(200, 200))
        if change:
            change(document)
        document.save(made, **options)
    return made.getvalue()


def with_author(document):
    document.docinfo["/Author"] = AUTHOR
    with document.open_metadata() as metadata:
        metadata["dc:creator"] = [AUTHOR]


def action(kind, **more):
    return pikepdf.Dictionary(Type=pikepdf.Name.Action, S=pikepdf.Name(kind), **more)


def with_opening_script(document):
    document.Root.OpenAction = action("/JavaScript", JS=pikepdf.String(SCRIPT.decode()))


def with_named_script(document):
    script = document.make_indirect(action("/JavaScript", JS=document.make_stream(SCRIPT)))
    names = pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("a"), script]))
    document.Root.Names = pikepdf.Dictionary(JavaScript=names)


def with_page_script(document):
    document.pages[0].obj.AA = pikepdf.Dictionary(O=action("/JavaScript", JS=pikepdf.String(SCRIPT.decode())))


def with_hidden_script(document):
    """Return a PDF with a script under an unlisted key, disguised as a font."""
    script = action("/JavaScript", JS=pikepdf.String(SCRIPT.decode()))
    document.pages[0].obj.AA = pikepdf.Dictionary(Type=pikepdf.Name.Font, O=document.make_indirect(script))


def with_link(kind, **more):
    def change(document):
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action(kind, **more)
        )
        document.pages[0].obj.Annots = pikepdf.Array([document.make_indirect(note)])

    return change


def with_file_inside(document):
    document.attachments["evil.exe"] = b"MZ evil"


def with_file_note(document):
    file = pikepdf.AttachedFileSpec(document, b"MZ evil", filename="evil.exe")
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, Rect=[0, 0, 9, 9], FS=file.obj
    )
    document.pages[0].obj.Annots = pikepdf.Array([document.make_indirect(note)])


def with_photo(document):
    content = photo()
    image = pikepdf.Stream(document, content)
    image.update(
        pikepdf.Dictionary(
            Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=60, Height=40, BitsPerComponent=8
        )
    )
    image.ColorSpace, image.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
    document.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))


def with_bomb(size=320_000_000):
    def change(document):
        packer = zlib.compressobj(1)
        packed = (
            b"".join(packer.compress(bytes(10_000_000)) for _ in range(size // 10_000_000)) + packer.flush()
        )
        document.pages[0].obj.Contents = pikepdf.Stream(document, packed, Filter=pikepdf.Name.FlateDecode)

    return change


def with_double_bomb(document):
    packed = zlib.compress(zlib.compress(bytes(20_000_000), 9), 9)
    filters = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
    document.pages[0].obj.Contents = pikepdf.Stream(document, packed, Filter=filters)


def pack(parts, method=zipfile.ZIP_DEFLATED):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return made.getvalue()


def docx(text="Dear office", **more):
    """Return a document. `more` has other parts by name, with `__` for a slash and `_` before the extension."""
    return pack(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": "<Relationships/>",
            "word/document.xml": f'<w:document xmlns:w="w"><w:t>{text}</w:t></w:document>',
            "docProps/core.xml": CORE,
            "docProps/app.xml": "<Properties><Company>Nosy Ltd</Company></Properties>",
            **more,
        }
    )


def xlsx(**more):
    return pack(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": "<workbook/>",
            "docProps/core.xml": CORE,
            **more,
        }
    )


def odt(**more):
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": "<office:document-content/>",
        "meta.xml": f"<office:meta><meta:initial-creator>{AUTHOR}</meta:initial-creator></office:meta>",
        "META-INF/manifest.xml": "<manifest:manifest/>",
        **more,
    }
    return pack(parts)


def relationship(kind, target="http://evil.example/x", mode=' TargetMode="External"'):
    return f'<Relationships><Relationship Type="http://x/{kind}" Target="{target}"{mode}/></Relationships>'


def locked_zip():
    content = bytearray(docx())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at != -1:
            content[at + offset] |= 1
            at = content.find(mark, at + 1)
    return bytes(content)


def mail():
    return b"Received: from a by b\r\nMIME-Version: 1.0\r\nSubject: hello\r\n\r\nHello"


def program():
    return b"MZ\x90\0" + bytes(200)


def virus():
    return EICAR
