"""PDF files like those people have, each with a sentence on its page."""

import base64
import io
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from tests.files import made

SENTENCE = "The lift has not worked since October"


def written(change=None, **options):
    """Return a PDF whose page has a sentence."""

    def write(document):
        words = pikepdf.Stream(document, f"BT /F1 12 Tf 20 100 Td ({SENTENCE}) Tj ET".encode())
        document.pages[0].obj.Contents = document.make_indirect(words)
        if change:
            change(document)

    return made.pdf(write, **options)


def says_it_all(content):
    with pikepdf.open(io.BytesIO(content)) as document:
        words = b"".join(page.obj.Contents.read_bytes() for page in document.pages)
    return content.startswith(b"%PDF-") and SENTENCE.encode() in words


def form_drawn_later(fields=(), config="", **root):
    """Return an XFA form: one page that says "Please wait", and the form itself as XML."""

    def change(document):
        template = document.make_stream(b"<template><field name='rent'/></template>")
        packets = [String("template"), template]
        if config:
            packets += [String("config"), document.make_stream(config.encode())]
        made_fields = [document.make_indirect(Dictionary(FT=Name.Tx, T=String(name))) for name in fields]
        document.Root.AcroForm = Dictionary(Fields=Array(made_fields), XFA=Array(packets))
        for name, value in root.items():
            document.Root[f"/{name}"] = value

    return written(change)


def one_stream_of_xfa(document):
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=document.make_stream(b"<xdp/>"))


def filled_form(document):
    """Return a form with fields of its own and the XML beside them; readers show the fields."""
    box = Dictionary(FT=Name.Tx, T=String("rent"), V=String(SENTENCE), Type=Name.Annot, Subtype=Name.Widget)
    box.Rect = Array([0, 0, 90, 20])
    box = document.make_indirect(box)
    document.pages[0].obj.Annots = Array([box])
    document.Root.AcroForm = Dictionary(Fields=Array([box]), XFA=document.make_stream(b"<xdp/>"))


def keeps_the_box(content):
    with pikepdf.open(io.BytesIO(content)) as document:
        return "/XFA" not in document.Root.AcroForm and str(document.Root.AcroForm.Fields[0].V) == SENTENCE


def portfolio(view="D", **more):
    def change(document):
        document.attachments["letter.docx"] = made.docx()
        document.Root.Collection = Dictionary(Type=Name.Collection, View=Name(f"/{view}"), **more)

    return written(change)


def portfolio_without_files(document):
    document.Root.Collection = Dictionary(View=Name.T)


def attached(name, content, **more):
    def change(document):
        document.attachments[name] = pikepdf.AttachedFileSpec(document, content, filename=name)
        for key, value in more.items():
            document.Root[f"/{key}"] = value

    return written(change)


def invoice(document):
    """Return an electronic invoice, with the same figures as XML."""
    file = pikepdf.AttachedFileSpec(document, b"<Invoice/>", filename="factur-x.xml").obj
    document.Root.AF = Array([document.make_indirect(file)])


def note_of(kind, **more):
    def change(document):
        note = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=[0, 0, 9, 9], **more)
        document.pages[0].obj.Annots = Array([document.make_indirect(note)])

    return written(change)


def with_picture(content, filters, **more):
    """Return a PDF with a picture, packed by `filters` from the outside in."""

    def change(document):
        raw = content
        for name in reversed(filters[:-1]):
            raw = PACKINGS[name](raw)
        picture = pikepdf.Stream(document, raw)
        picture.Type, picture.Subtype = Name.XObject, Name.Image
        picture.Width, picture.Height, picture.BitsPerComponent = 60, 40, 8
        picture.ColorSpace = Name.DeviceRGB
        names = Array([Name(f"/{name}") for name in filters])
        picture.Filter = names if len(filters) > 1 else names[0]
        for key, value in more.items():
            picture[f"/{key}"] = value
        document.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Im0=picture))

    kept_raw = pikepdf.StreamDecodeLevel.none
    return written(change, compress_streams=False, stream_decode_level=kept_raw)


PACKINGS = {
    "ASCII85Decode": lambda raw: base64.a85encode(raw, wrapcol=70) + b"\n~>",
    "A85": lambda raw: b"<~" + base64.a85encode(raw) + b"~\n>",
    "ASCIIHexDecode": lambda raw: raw.hex().encode() + b">",
    "FlateDecode": zlib.compress,
}


def shows_its_picture(content):
    with pikepdf.open(io.BytesIO(content)) as document:
        picture = document.pages[0].obj.Resources.XObject.Im0
        with Image.open(io.BytesIO(picture.read_raw_bytes())) as opened:
            opened.load()
            return opened.size == (60, 40) and says_it_all(content)


def empty_list_of_files(document):
    document.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([])))
