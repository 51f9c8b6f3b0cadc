"""Each ordinary file is taken and cleaned, and each hostile one is refused with advice."""

import os

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.files import store
from casework.files.intake import Refused, take_in
from tests.files import made

pytestmark = pytest.mark.slow  # files are read and cleaned

MEGABYTE = 1024 * 1024


def taken(name, content):
    """Return the row's fields and the bytes that are kept. Large files are generated only when they are used."""
    file = take_in(SimpleUploadedFile(name, content() if callable(content) else content))
    with store.open(file.key) as kept:
        return file, kept.read()


TAKEN = [
    # name as given, content, name as kept, type
    ("a.jpg", made.picture(), "a.jpg", "image/jpeg"),
    ("A.JPEG", made.picture(), "A.JPEG", "image/jpeg"),
    ("grey.jpg", made.picture(mode="L"), "grey.jpg", "image/jpeg"),
    ("print.jpg", made.picture(mode="CMYK"), "print.jpg", "image/jpeg"),
    ("photo.jpg", made.photo(), "photo.jpg", "image/jpeg"),
    ("big.jpg", lambda: made.picture(size=(6000, 5000)), "big.jpg", "image/jpeg"),
    ("burst.jpg", made.picture() + made.picture(), "burst.jpg", "image/jpeg"),
    ("a.png", made.picture("PNG"), "a.png", "image/png"),
    ("clear.png", made.picture("PNG", mode="RGBA"), "clear.png", "image/png"),
    ("palette.png", made.picture("PNG", mode="P"), "palette.png", "image/png"),
    ("fax.png", made.picture("PNG", mode="1"), "fax.png", "image/png"),
    ("a.gif", made.picture("GIF"), "a.png", "image/png"),
    ("a.webp", made.picture("WEBP"), "a.webp", "image/webp"),
    ("IMG_1.HEIC", made.picture("HEIF"), "IMG_1.jpg", "image/jpeg"),
    ("wrong.png", made.picture(), "wrong.jpg", "image/jpeg"),
    ("noending", made.picture("PNG"), "noending.png", "image/png"),
    ("photo.jpg.exe", made.picture(), "photo.jpg", "image/jpeg"),
    ("page.html", made.picture("PNG"), "page.png", "image/png"),
    ("photo.pdf", made.picture(), "photo.jpg", "image/jpeg"),
    ("letter.pdf", made.pdf(), "letter.pdf", "application/pdf"),
    ("letter.docx", made.pdf(), "letter.pdf", "application/pdf"),
    ("bill.pdf", made.pdf(encryption=pikepdf.Encryption(owner="x", user="")), "bill.pdf", "application/pdf"),
    ("a.docx", made.docx(), "a.docx", "application/vnd.openxmlformats-officedocument"
     ".wordprocessingml.document"),
    ("link.docx", made.docx(**{"word/_rels/document.xml.rels": made.relationship("hyperlink")}), "link.docx",
     "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("a.zip", made.docx(), "a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("a.xlsx", made.xlsx(), "a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("a.odt", made.odt(), "a.odt", "application/vnd.oasis.opendocument.text"),
    ("a.txt", b"Hello", "a.txt", "text/plain"),
    ("bom.txt", b"\xef\xbb\xbfHello", "bom.txt", "text/plain"),
    ("table.csv", b"a,b\r\n1,2\r\n", "table.txt", "text/plain"),
    ("notes", "Żółć, ليلى, বাংলা 😀".encode(), "notes.txt", "text/plain"),
    ("letter of 3.11", b"a date in the name", "letter of 3.11.txt", "text/plain"),
    ("pasted.txt", b"From: me\nTo: you\nSubject: my rent\n\nless than < and > are fine", "pasted.txt", "text/plain"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "kept_name", "kind"), TAKEN, ids=[row[0] for row in TAKEN])
def test_honest_file_is_stored_under_a_matching_name(name, content, kept_name, kind):
    file, kept = taken(name, content)

    assert (file.name, file.content_type, file.size) == (kept_name, kind, len(kept))
    assert len(kept) > 0


REFUSED = [
    # name, content, a word of the advice
    ("empty.jpg", b"", "empty"),
    ("large.txt", lambda: b"a" * (10 * MEGABYTE + 1), "10 MB"),
    ("virus.txt", made.virus(), "virus"),
    ("virus.com", b" " + made.virus(), "virus"),
    ("virus.jpg", made.picture() + made.virus(), "virus"),
    ("virus.pdf", made.pdf() + made.virus(), "virus"),
    ("virus.docx", made.docx(**{"word/media/a.txt": made.virus()}), "virus"),
    ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "cannot take"),
    ("svg.txt", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "cannot take"),
    ("xml.txt", b'<?xml version="1.0"?><a/>', "cannot take"),
    ("a.html", made.PAGE, "cannot take"),
    ("html.txt", made.PAGE, "cannot take"),
    ("late.txt", b"a" * 5000 + b"< SCRIPT src=x>", "cannot take"),
    ("laughs.txt", b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>', "cannot take"),
    ("page.php", b"<?php echo 1;", "cannot take"),
    ("mail.eml", made.mail(), "cannot take"),
    ("mail.txt", made.mail(), "cannot take"),
    ("run.bat", b"del *.*", "cannot take"),
    ("run.ps1", b"Get-Item", "cannot take"),
    ("run.js", b"alert(1)", "cannot take"),
    ("letter.txt.exe", b"only words", "cannot take"),
    ("run.txt", b"#!/bin/sh\nrm -rf /", "cannot take"),
    ("a.rtf", b"{\\rtf1 hello}", "older kind"),
    ("rtf.txt", b"{\\rtf1 hello}", "older kind"),
    ("a.ps", b"%!PS-Adobe", "cannot take"),
    ("a.exe", made.program(), "cannot take"),
    ("exe.jpg", made.program(), "cannot take"),
    ("photo.jpg.exe", made.program(), "cannot take"),
    ("elf", b"\x7fELF" + bytes(100), "cannot take"),
    ("nul.txt", b"hello\0world", "cannot take"),
    ("bell.txt", b"hello\x1b[31mworld", "cannot take"),
    ("a.bmp", made.picture("BMP"), "cannot take"),
    ("a.tif", made.picture("TIFF"), "cannot take"),
    ("a.rar", b"Rar!\x1a\x07\0" + bytes(50), "cannot take"),
    ("a.gz", b"\x1f\x8b\x08" + bytes(50), "cannot take"),
    ("a.mp4", b"\0\0\0\x18ftypisom" + bytes(50), "video"),
    ("a.mkv", b"\x1aE\xdf\xa3" + bytes(50), "video"),
    ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "older kind"),
    ("cut.jpg", made.picture(size=(600, 400))[:900], "cannot open"),
    ("head.jpg", b"\xff\xd8\xff\xe0", "cannot open"),
    ("cut.png", made.picture("PNG", size=(600, 400))[:200], "cannot open"),
    ("cut.heic", made.picture("HEIF")[:200], "cannot open"),
    ("cut.webp", made.picture("WEBP")[:40], "cannot open"),
    ("large.webp", lambda: made.picture("WEBP", size=(4600, 3600)), "too many pixels"),
    ("flood.png", made.pixel_flood(), "too many pixels"),
    ("wide.png", made.pixel_flood(2_000_000_000, 1), "too many pixels"),
    ("flood.gif", b"GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\x02\x02\x44\x01\0;", "too many pixels"),
    ("ztxt.png", lambda: made.png_with_packed_text(), "cannot open"),
    ("gif-html.gif", made.picture("GIF") + made.PAGE, "two kinds"),
    ("gif-js.gif", b"GIF89a/*" + made.PAGE + b"*/", "two kinds"),
    ("jpg-php.jpg", made.picture(comment=b"<?php system(1); ?>"), "two kinds"),
    ("png-html.png", made.picture("PNG") + made.PAGE, "two kinds"),
    ("pdf-zip.pdf", made.pdf() + made.pack({"a.txt": b"a"}), "two kinds"),
    ("pdf-docx.pdf", made.pdf() + made.docx(), "two kinds"),
    ("html-pdf.pdf", made.PAGE + made.pdf(), "cannot take"),
    ("exe-docx.docx", made.program() + made.docx(), "cannot take"),
    ("zip-docx.docx", b"PK\x03\x04" + b"x" * 60 + made.docx(), "two kinds"),
    ("locked.pdf", made.pdf(encryption=pikepdf.Encryption(owner="x", user="y")), "password"),
    ("broken.pdf", b"%PDF-1.7\nnothing here", "cannot open"),
    ("cut.pdf", made.pdf()[:60], "cannot open"),
    ("bomb.pdf", lambda: made.pdf(made.with_bomb(), compress_streams=False), "too large once opened"),
    ("double.pdf", lambda: made.pdf(made.with_double_bomb, compress_streams=False), "too large once opened"),
    ("a.zip", made.pack({"a.txt": b"hello"}), "zip folder"),
    ("nested.zip", made.pack({"a.zip": made.pack({"b.zip": b"c"})}), "zip folder"),
    ("a.jar", made.pack({"META-INF/MANIFEST.MF": b"a"}), "is a program"),
    ("bomb.docx", lambda: made.docx(**{"word/big.xml": b"a" * (70 * MEGABYTE)}), "too large once opened"),
    ("sum.docx", lambda: made.docx(**{f"word/{n}": bytes(20 * MEGABYTE) for n in range(5)}), "too large once opened"),
    ("many.docx", lambda: made.docx(**{f"word/{n}.xml": "" for n in range(2_100)}), "too large once opened"),
    ("cut.docx", made.docx()[:-40], "cannot open"),
    ("locked.docx", made.locked_zip(), "password"),
    ("up.docx", made.docx(**{"../../evil.xml": "a"}), "cannot open"),
    ("macro.docx", made.docx(**{"word/vbaProject.bin": b"a"}), "macros"),
    ("macro.docm", made.docx(**{"word/x.xml": "application/vnd.ms-word.document.macroEnabled.main+xml"}), "macros"),
    ("activex.docx", made.docx(**{"word/activeX/activeX1.xml": "a"}), "macros"),
    ("exe.docx", made.docx(**{"word/media/image1.png": made.program()}), "macros"),
    ("dde.docx", made.docx(**{"word/x.xml": '<w:instrText> DDEAUTO c:\\cmd "/k calc"</w:instrText>'}), "macros"),
    ("zip.docx", made.docx(**{"word/media/a.png": made.pack({"a": b"b"})}), "other files inside"),
    ("ole.docx", made.docx(**{"word/embeddings/oleObject1.bin": b"a"}), "other files inside"),
    ("template.docx", made.docx(**{"word/_rels/settings.xml.rels": made.relationship("attachedTemplate")}),
     "loads parts"),
    ("pixel.docx", made.docx(**{"word/_rels/document.xml.rels": made.relationship("image")}), "loads parts"),
    ("laughs.docx", made.docx(**{"word/x.xml": '<!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'}), "cannot open"),
    ("wide.docx", made.docx(**{"word/x.xml": "<!DOCTYPE a>".encode("utf-16")}), "cannot open"),
    ("macro.xlsx", made.xlsx(**{"xl/macrosheets/sheet1.xml": "a"}), "macros"),
    ("dde.xlsx", made.xlsx(**{"xl/externalLinks/1.xml": '<ddeLink ddeService="cmd"/>'}), "macros"),
    ("macro.odt", made.odt(**{"Basic/Standard/Module1.xml": "a"}), "macros"),
    ("event.odt", made.odt(**{"styles.xml": '<script:event-listener script:language="ooo:script"/>'}), "macros"),
    ("remote.odt", made.odt(**{"content.xml": '<draw:image xlink:href="https://evil.example/"/>'}), "loads parts"),
    ("locked.odt", made.odt(**{"META-INF/manifest.xml": "<manifest:encryption-data/>"}), "password"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "advice"), REFUSED, ids=[row[0] for row in REFUSED])
def test_harmful_file_is_refused_with_advice_and_not_stored(name, content, advice, private_files):
    with pytest.raises(Refused) as refusal:
        taken(name, content)

    assert advice in str(refusal.value)
    assert not [path for path in private_files.rglob("*") if path.is_file()]


def test_nearly_full_disk_refuses_files_with_a_message(settings):
    settings.FILES_KEEP_FREE = 2**62

    with pytest.raises(Refused, match="Try again in an hour"):
        take_in(SimpleUploadedFile("a.txt", b"Hello"))


def test_declared_file_size_is_not_trusted():
    upload = SimpleUploadedFile("a.txt", b"a" * (11 * MEGABYTE))
    upload.size = 5

    with pytest.raises(Refused, match="10 MB"):
        take_in(upload)


def test_row_gets_the_checksum_of_the_stored_bytes():
    file, kept = taken("a.txt", b"abc")

    assert (kept, file.size) == (b"abc", 3)
    assert file.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert os.stat(store.path_of(file.key)).st_mode & 0o777 == 0o600
