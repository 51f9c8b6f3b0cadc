"""Ordinary files that were once wrongly refused, damaged or misnamed: five variants of each kind.

A `File` is taken as a type, and `whole` says what it must still contain; or it is refused with a word of advice.
"""

from collections.abc import Callable
from dataclasses import dataclass

from pikepdf import Dictionary, String

from tests.files import made
from tests.files.made_pdfs import (
    attached,
    empty_list_of_files,
    filled_form,
    form_drawn_later,
    invoice,
    keeps_the_box,
    note_of,
    one_stream_of_xfa,
    portfolio,
    portfolio_without_files,
    says_it_all,
    shows_its_picture,
    with_picture,
    written,
)
from tests.files.made_pictures import (
    SVG,
    XMP,
    XMP_ID,
    box,
    codestream,
    cut,
    emf_with_notes,
    gif_with_notes,
    heic_grid,
    is_sized,
    jp2,
    moving,
    note_in_the_head,
    shows_part,
    tiff_with_notes,
)

JPEG, PNG, PDF, TEXT = "image/jpeg", "image/png", "application/pdf", "text/plain"
OFFICE = "application/vnd."


@dataclass(frozen=True)
class File:
    name: str
    content: bytes | Callable[[], bytes]
    kept: str = ""
    advice: str = ""
    whole: Callable[[bytes], bool] = bool  # whether all that mattered is in the copy

    def made(self) -> bytes:
        return self.content() if callable(self.content) else self.content


def ole(*names):
    """Return the beginning of an older office file with the names of its streams."""
    listed = b"".join(name.encode("utf-16-le").ljust(64, b"\0") + bytes(64) for name in names)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + listed


def open_document(kind):
    return made.pack({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<a/>"})


def says(text):
    return lambda content: content.decode() == text


HEADER = b"Content-Type: application/pdf\r\nContent-Disposition: attachment;\r\n filename=letter.pdf\r\n\r\n"
ATTACHED, LATER = "other files, sound or video inside", "only its own program shows"
CSV = "Name,Miete £,Straße\r\nZoë,1200,Côté “A” – 5½\r\n"

NOTED = {
    "a.gif": gif_with_notes(),
    "a.webp": made.photo("WEBP", xmp=XMP),
    "a.tiff": tiff_with_notes(),
    "a.jp2": jp2(box(b"uuid", XMP_ID, XMP)),
    "a.svg": SVG,
    "a.emf": emf_with_notes(),
    "a.jpeg": made.picture(xmp=XMP, comment=XMP),
}
SLIDES = made.pack({"[Content_Types].xml": b"a", "ppt/presentation.xml": b"a"})

ROWS: dict[str, list[File]] = {
    "a file whose content would be dropped is refused with a way out": [
        File("dynamic.pdf", form_drawn_later(), advice=LATER),
        File("needs.pdf", form_drawn_later(["rent"], NeedsRendering=True), advice=LATER),
        File(
            "config.pdf", form_drawn_later(["rent"], "<dynamicRender>required</dynamicRender>"), advice=LATER
        ),
        File("one stream.pdf", written(one_stream_of_xfa), advice=LATER),
        File("portfolio.pdf", portfolio(), advice=ATTACHED),
        File("tiles.pdf", portfolio("T", D=String("letter.docx")), advice=ATTACHED),
        File("hidden view.pdf", portfolio("H"), advice=ATTACHED),
        File("folders.pdf", portfolio("C", Folders=Dictionary(ID=0)), advice=ATTACHED),
        File("cover.pdf", written(portfolio_without_files), advice=ATTACHED),
        File("letter with sheet.pdf", attached("rent.xlsx", made.xlsx()), advice=ATTACHED),
        File("letter with photo.pdf", attached("damp.jpg", made.photo()), advice=ATTACHED),
        File("pin.pdf", made.pdf(made.with_file_note), advice=ATTACHED),
        File("invoice.pdf", written(invoice), advice=ATTACHED),
        File("program.pdf", made.pdf(made.with_file_inside), advice=ATTACHED),
        File("film.pdf", note_of("Movie"), advice=ATTACHED),
        File("voice.pdf", note_of("Sound"), advice=ATTACHED),
        File("model.pdf", note_of("3D"), advice=ATTACHED),
        File("player.pdf", note_of("Screen"), advice=ATTACHED),
        File("rich.pdf", note_of("RichMedia", RichMediaContent=Dictionary()), advice=ATTACHED),
        File("moving.gif", lambda: moving("GIF"), advice="moving picture"),
        File("moving.webp", lambda: moving("WEBP"), advice="moving picture"),
        File("moving.png", lambda: moving("PNG"), advice="moving picture"),
        File("burst.heic", lambda: moving("HEIF"), advice="moving picture"),
        File("empty list.pdf", written(empty_list_of_files), PDF, whole=says_it_all),
        File("filled.pdf", written(filled_form), PDF, whole=keeps_the_box),
    ],
    "an honest PDF is taken": [
        File(
            "scan.pdf",
            with_picture(made.photo(), ["ASCII85Decode", "DCTDecode"]),
            PDF,
            whole=shows_its_picture,
        ),
        File("short.pdf", with_picture(made.photo(), ["A85", "DCT"]), PDF, whole=shows_its_picture),
        File(
            "hex.pdf",
            with_picture(made.photo(), ["ASCIIHexDecode", "DCTDecode"]),
            PDF,
            whole=shows_its_picture,
        ),
        File(
            "twice.pdf",
            with_picture(made.photo(), ["ASCII85Decode", "FlateDecode", "DCTDecode"]),
            PDF,
            whole=shows_its_picture,
        ),
        File(
            "flate.pdf",
            with_picture(made.photo(), ["FlateDecode", "DCTDecode"]),
            PDF,
            whole=shows_its_picture,
        ),
        File("bom.pdf", b"\xef\xbb\xbf" + written(), PDF, whole=says_it_all),
        File("lines.pdf", b"\r\n\r\n" + written(), PDF, whole=says_it_all),
        File("spaces.pdf", b" \t\n" + written(), PDF, whole=says_it_all),
        File("mailed.pdf", HEADER + written(), PDF, whole=says_it_all),
        File("bom and header.pdf", b"\xef\xbb\xbf\n" + HEADER + b"\n" + written(), PDF, whole=says_it_all),
        File("words.pdf", b"Here is my letter\n" + written(), advice="cannot take"),
        File("page.pdf", made.PAGE + written(), advice="cannot take"),
        File("program.pdf", made.program() + written(), advice="cannot take"),
        File("half header.pdf", HEADER + b"Hello\n" + written(), advice="cannot take"),
        File("far.pdf", b"\n" * 5_000 + written(), advice="cannot take"),
    ],
    "an honest photo is taken": [
        *(File(f"cut by {n}.jpg", cut(n), JPEG, whole=is_sized(320, 240)) for n in (1, 2, 3)),
        File("cut progressive.jpg", cut(2, progressive=True), JPEG, whole=is_sized(320, 240)),
        File("cut grey.jpg", cut(2, mode="L"), JPEG, whole=is_sized(320, 240)),
        File("half.jpg", cut(1_200), advice="cannot open"),
        File("half progressive.jpg", cut(1_200, progressive=True), advice="cannot open"),
        File("48.heic", lambda: heic_grid(16, 12, size=(8064, 6048)), JPEG, whole=is_sized(4032, 3024)),
        File("48 on its side.heic", lambda: heic_grid(16, 12, turned=3), JPEG, whole=is_sized(3072, 4096)),
        File(
            "48 shown tiles.heic", lambda: heic_grid(16, 12, hidden=False), JPEG, whole=is_sized(4096, 3072)
        ),
        File(
            "48 in one piece.heic",
            lambda: made.picture("HEIF", size=(8064, 6048), enc_params={"preset": "ultrafast"}),
            JPEG,
            whole=is_sized(4032, 3024),
        ),
        File("64.heic", lambda: heic_grid(16, 16, size=(8_000, 8_000)), JPEG, whole=is_sized(4_000, 4_000)),
        File("panorama.heic", lambda: heic_grid(40, 4), JPEG, whole=is_sized(10_240, 1_024)),
        File("12.heic", lambda: heic_grid(8, 6, size=(4032, 3024)), JPEG, whole=is_sized(4032, 3024)),
        File("400.heic", lambda: heic_grid(40, 40), advice="cannot open"),
        File("end lost.png", made.picture("PNG")[:-4], PNG, whole=is_sized(60, 40)),
    ],
    "no picture in a document keeps its notes": [
        File(
            "xmp.pdf",
            with_picture(jp2(box(b"uuid", XMP_ID, XMP)), ["JPXDecode"]),
            PDF,
            whole=shows_its_picture,
        ),
        File("xml.pdf", with_picture(jp2(box(b"xml ", XMP)), ["JPXDecode"]), PDF, whole=shows_its_picture),
        File("comment.pdf", with_picture(jp2(comment=XMP), ["JPXDecode"]), PDF, whole=shows_its_picture),
        File(
            "bare.pdf",
            with_picture(codestream(jp2(comment=XMP)), ["JPXDecode"]),
            PDF,
            whole=shows_its_picture,
        ),
        File(
            "packed.pdf",
            with_picture(jp2(box(b"uuid", XMP_ID, XMP)), ["FlateDecode", "JPXDecode"]),
            PDF,
            whole=shows_its_picture,
        ),
        File("head.pdf", with_picture(note_in_the_head(), ["JPXDecode"]), PDF, whole=shows_its_picture),
        File(
            "rights.pdf",
            with_picture(jp2(box(b"jp2i", XMP), comment=XMP), ["JPXDecode"]),
            PDF,
            whole=shows_its_picture,
        ),
        *(
            File(f"{name}.docx", made.docx(**{f"word/media/{name}": content}), OFFICE, whole=shows_part(name))
            for name, content in NOTED.items()
        ),
    ],
    "a refusal names the kind of file": [
        File("locked.docx", ole("EncryptionInfo", "EncryptedPackage"), advice="has a password"),
        File("locked.xlsx", ole("EncryptedPackage"), advice="has a password"),
        File("mail.msg", ole("__properties_version1.0", "__substg1.0_0037001F"), advice="saved email"),
        File("mail.eml", made.mail(), advice="saved email"),
        File("few headers.eml", b"From: a@b.example\nSubject: Lift\n\nHello", advice="saved email"),
        File("old.ppt", ole("PowerPoint Document"), advice="presentation"),
        File("old.doc", ole("WordDocument"), advice="older kind"),
        File("old.xls", ole("Workbook"), advice="older kind"),
        File("old.rtf", b"{\\rtf1 hello}", advice="older kind"),
        File(
            "slides.pptx",
            made.pack({"[Content_Types].xml": b"a", "ppt/presentation.xml": b"a"}),
            advice="presentation",
        ),
        File("slides.odp", open_document("presentation"), advice="presentation"),
        File("letter.pages", made.pack({"Index/Document.iwa": b"a"}), advice="Pages, Numbers or Keynote"),
        File("sums.numbers", made.pack({"Index.zip": b"a"}), advice="Pages, Numbers or Keynote"),
        File("talk.key", made.pack({"index.apxl": b"a"}), advice="Pages, Numbers or Keynote"),
        File("book.epub", made.pack({"mimetype": "application/epub+zip"}), advice="e-book"),
        File("sheet.ods", open_document("spreadsheet"), advice="kind of document that we cannot take"),
        File(
            "sheet.xlsb", made.pack({"xl/workbook.bin": b"a"}), advice="kind of document that we cannot take"
        ),
        File("photo.avif", b"\0\0\0\x1cftypavif" + bytes(50), advice="kind of picture"),
        File("photo.tif", made.picture("TIFF"), advice="kind of picture"),
        File("photo.bmp", made.picture("BMP"), advice="kind of picture"),
        File("drawing.svg", SVG, advice="kind of picture"),
        File("voice.mp3", b"ID3\x03" + bytes(60), advice="video or sound"),
        File("voice.wav", b"RIFF\0\0\0\0WAVE" + bytes(60), advice="video or sound"),
        File("files.7z", b"7z\xbc\xaf\x27\x1c" + bytes(60), advice="packed folder"),
        File("files.zip", made.pack({"a.txt": b"a"}), advice="zip folder"),
        File("app.jar", made.pack({"META-INF/MANIFEST.MF": b"a"}), advice="is a program"),
    ],
    "text in another encoding is taken": [
        File("rent.csv", CSV.encode("cp1252"), TEXT, whole=says(CSV)),
        File("letter.txt", "It’s €5 – naïve café".encode("cp1252"), TEXT, whole=says("It’s €5 – naïve café")),
        File("latin.txt", "Señor Muñoz".encode("latin-1"), TEXT, whole=says("Señor Muñoz")),
        File("notepad.txt", "Zażółć ليلى".encode("utf-16"), TEXT, whole=says("Zażółć ليلى")),
        File("big.txt", b"\xfe\xff" + "বাংলা".encode("utf-16-be"), TEXT, whole=says("বাংলা")),
        File("wide.txt", "Zoë 😀".encode("utf-32"), TEXT, whole=says("Zoë 😀")),
        File("bom.txt", "Żółć".encode("utf-8-sig"), TEXT, whole=says("Żółć")),
        File("polish.txt", "Zażółć gęślą jaźń".encode("cp1250"), advice="cannot read the letters"),
        File("russian.txt", "Привет, сосед".encode("cp1251"), advice="cannot read the letters"),
        File("turkish.txt", "Değerli komşu, ışık yok".encode("cp1254"), advice="cannot read the letters"),
        File("mac.txt", "déjà vu".encode("mac_roman"), advice="cannot read the letters"),
        File("odd.txt", b"\xff\xfea", advice="cannot read the letters"),
        File("japanese.txt", "エレベーターが故障".encode("shift_jis"), advice="cannot read the letters"),
    ],
}
